import { DecodeError, decodeJson, decodeRefusal, decodeUtf8, statusErrors } from '@klockwork/api-machinery';
import type { ApiError } from '@klockwork/kernel';
import { apiVersionOf } from '@klockwork/registry';
import { allKinds, type KubeObject } from '@klockwork/resources';

/** The kind a body must be of. */
export interface BodyType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Its name among the OpenAPI definitions. */
  readonly definition: string;
  /** Other versions a body may be of. */
  readonly accepts?: readonly string[] | undefined;
}

type Kind = Omit<BodyType, 'definition' | 'accepts'>;

/** A body that says nothing is of the path's kind; one that says another kind is refused. Throws BadRequest. */
export function checkKind(object: KubeObject, type: BodyType): KubeObject {
  const expected = apiVersionOf(type);
  const { kind = type.kind, apiVersion = expected } = object;
  if (kind === type.kind && (apiVersion === expected || type.accepts?.includes(apiVersion))) return object;
  const { group, version } = splitApiVersion(apiVersion);
  if (kind === type.kind && group === type.group && isRegistered({ kind, group, version }))
    throw statusErrors.badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${expected})`);
  throw decodeRefusal({ kind, version }, type.kind, otherKindText({ kind, group, version }, type));
}

/** Why an object cannot be taken for one of `type`, by what it says it is; undefined when it can, or says nothing. */
export function kindProblem({ kind, apiVersion }: Partial<KubeObject>, type: BodyType): string | undefined {
  const { group, version } = splitApiVersion(apiVersion || apiVersionOf(type));
  const said = { kind: kind || type.kind, group, version };
  const same = said.kind === type.kind && group === type.group;
  return same && (version === type.version || isRegistered(said)) ? undefined : otherKindText(said, type);
}

/** The 400 of a text that did not decode for the reason `detail`, as `transformDecodeError` of upstream's handlers words it. */
export function refuseText(text: string, { type, detail, body }: { type: BodyType; detail: string; body: Uint8Array }): ApiError {
  const meta = readMeta(text);
  if (meta === undefined || 'problem' in meta) return unrecognized(type, meta?.problem ?? detail, body);
  const { group, version } = splitApiVersion(meta.apiVersion || apiVersionOf(type));
  const sent = { kind: meta.kind || type.kind, version: version || type.version };
  if (group !== type.group || sent.kind !== type.kind) return decodeRefusal(sent, type.kind, otherKindText({ ...sent, group }, type));
  return decodeRefusal(sent, type.kind, detail);
}

/** The 400 of a body that does not say what it is. Its beginning is shown: as it is if it looks like JSON, otherwise byte by byte. */
export function unrecognized(type: BodyType, detail: string, body: Uint8Array): ApiError {
  return decodeRefusal({ kind: '', version: '' }, type.kind, `${detail} (${summaryOf(body)})`);
}

const SUMMARY_BYTES = 30;

/** Models `summarizeData` of `k8s.io/apiserver/pkg/endpoints/handlers`. */
function summaryOf(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const shown = body.subarray(0, SUMMARY_BYTES);
  const isObject = shown[0] === '{'.charCodeAt(0);
  const text = isObject ? decodeUtf8(shown) : [...shown].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return body.length > SUMMARY_BYTES ? `${text} ...` : text;
}

/** The type that upstream asks a body first what it is with. */
const META_TYPE = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

type Meta = { readonly kind: string; readonly apiVersion: string } | { readonly problem: string };

/** What a text says it is, or why it does not; undefined for what is no JSON. Models `SimpleMetaFactory.Interpret`. */
function readMeta(text: string): Meta | undefined {
  const value = untypedValue(text);
  if (value === undefined) return undefined;
  if (value === null) return { kind: '', apiVersion: '' };
  if (typeof value !== 'object' || Array.isArray(value)) return mismatch(value, `value of type ${META_TYPE}`);
  const { kind, apiVersion } = value as { kind?: unknown; apiVersion?: unknown };
  if (typeof (apiVersion ?? '') !== 'string') return mismatch(apiVersion, 'struct field .apiVersion of type string');
  if (typeof (kind ?? '') !== 'string') return mismatch(kind, 'struct field .kind of type string');
  return { kind: String(kind ?? ''), apiVersion: String(apiVersion ?? '') };
}

function untypedValue(text: string): unknown {
  try {
    return decodeJson(text, undefined, { strict: false }).value;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function mismatch(value: unknown, into: string): Meta {
  return { problem: `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeOf(value)} into Go ${into}` };
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

/** Upstream's scheme knows versions of a group that are served no more. */
const OLD_VERSION = /^v1(alpha|beta)[1-9]$/;

/** Lists are registered as what they list is. */
function isRegistered({ kind, group, version }: Kind): boolean {
  const forms = allKinds.filter((one) => one.kind === kind || one.listKind === kind).flatMap((one) => [one, ...(one.forms ?? [])]);
  const ofGroup = forms.filter((form) => form.group === group);
  return ofGroup.some((form) => form.version === version) || (ofGroup.length > 0 && group !== '' && OLD_VERSION.test(version));
}

/** How upstream's scheme says that a body is of another kind: one that it knows, or one that it does not. */
function otherKindText({ kind, group, version }: Kind, type: BodyType): string {
  if (!isRegistered({ kind, group, version })) {
    const apiVersion = apiVersionOf({ group, version });
    return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  }
  return `converting (${version}.${kind}) to (${packageOf(type.group)}.${type.kind}): unknown conversion`;
}

/** The Go package of a group's internal types. */
function packageOf(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] as string);
}

function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const at = apiVersion.indexOf('/');
  return at < 0 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, at), version: apiVersion.slice(at + 1) };
}
