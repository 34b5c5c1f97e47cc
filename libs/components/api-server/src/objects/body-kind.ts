import { DecodeError, decodeJson, decodeRefusal, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import { type ApiError, decodeUtf8 } from '@klockwork/kernel';
import { apiVersionOf } from '@klockwork/registry';
import { allKinds, type KubeObject } from '@klockwork/resources';
import type { VersionSchema } from '@klockwork/structural-schema';

/** Required kind of a body. */
export interface BodyType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Its name among the OpenAPI definitions. */
  readonly definition: string;
  /** Fields of a custom kind. */
  readonly schema?: VersionSchema | undefined;
  /** Further accepted versions of a body. */
  readonly accepts?: readonly string[] | undefined;
  /** True for custom kinds, whose bodies name kind and version. */
  readonly isCustom?: true;
}

type Kind = Omit<BodyType, 'definition' | 'accepts' | 'isCustom'>;

/** Returns the body with the path's kind by default. Throws BadRequest for another kind. */
export function checkKind(object: KubeObject, type: BodyType): KubeObject {
  if (type.isCustom) return checkCustomKind(object, type);
  const expectedApiVersion = apiVersionOf(type);
  const { kind = type.kind, apiVersion = expectedApiVersion } = object;
  if (kind === type.kind && (apiVersion === expectedApiVersion || type.accepts?.includes(apiVersion))) return object;
  const { group, version } = splitApiVersion(apiVersion);
  if (kind === type.kind && group === type.group && isRegistered({ kind, group, version }))
    throw statusErrors.badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expectedApiVersion})`,
    );
  throw decodeRefusal({ kind, version }, type.kind, otherKindText({ kind, group, version }, type));
}

/** Models unstructured decoding, and `validateKubernetesResource`'s caller `customResourceValidator` of apiextensions. */
function checkCustomKind(object: KubeObject, type: BodyType): KubeObject {
  const expectedApiVersion = apiVersionOf(type);
  if (!object.kind) throw statusErrors.badRequest(`Object 'Kind' is missing in 'unstructured object has no kind'`);
  if (!object.apiVersion) throw statusErrors.badRequest(`Object 'apiVersion' is missing in 'unstructured object has no version'`);
  if (object.apiVersion !== expectedApiVersion)
    throw statusErrors.badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${expectedApiVersion})`,
    );
  checkFixedKind(object, type);
  return object;
}

/** Throws 422 for a changed kind or version. */
export function checkFixedKind(object: KubeObject, type: BodyType): void {
  const { kind = '', apiVersion = '', metadata } = object;
  const expectedApiVersion = apiVersionOf(type);
  const errors = [
    ...(kind === type.kind ? [] : [fieldErrors.invalid('kind', kind, `must be ${type.kind}`)]),
    ...(apiVersion === expectedApiVersion ? [] : [fieldErrors.invalid('apiVersion', apiVersion, `must be ${expectedApiVersion}`)]),
  ];
  if (errors.length > 0) throw statusErrors.invalid(type, metadata?.name ?? '', errors);
}

/** Returns the problem of an object with another kind than `type`; undefined for the same kind or none. */
export function kindProblem({ kind, apiVersion }: Partial<KubeObject>, type: BodyType): string | undefined {
  const { group, version } = splitApiVersion(apiVersion || apiVersionOf(type));
  const bodyKind = { kind: kind || type.kind, group, version };
  const same = bodyKind.kind === type.kind && group === type.group;
  return same && (version === type.version || isRegistered(bodyKind)) ? undefined : otherKindText(bodyKind, type);
}

/** Returns the 400 for an undecodable text with reason `detail`, worded by `transformDecodeError` of upstream's handlers. */
export function refuseText(text: string, { type, detail, body }: { type: BodyType; detail: string; body: Uint8Array }): ApiError {
  const meta = readMeta(text);
  if (meta === undefined || 'problem' in meta) return unrecognized(type, meta?.problem ?? detail, body);
  const { group, version } = splitApiVersion(meta.apiVersion || apiVersionOf(type));
  const sentKind = { kind: meta.kind || type.kind, version: version || type.version };
  if (group !== type.group || sentKind.kind !== type.kind)
    return decodeRefusal(sentKind, type.kind, otherKindText({ ...sentKind, group }, type));
  return decodeRefusal(sentKind, type.kind, detail);
}

/** Returns the 400 for a body without kind, with its start: plain for apparent JSON, else as bytes. */
export function unrecognized(type: BodyType, detail: string, body: Uint8Array): ApiError {
  return decodeRefusal({ kind: '', version: '' }, type.kind, `${detail} (${summaryOf(body)})`);
}

const SUMMARY_BYTES = 30;

/** Models `summarizeData` of `k8s.io/apiserver/pkg/endpoints/handlers`. */
function summaryOf(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const shownBytes = body.subarray(0, SUMMARY_BYTES);
  const isObject = shownBytes[0] === '{'.charCodeAt(0);
  const text = isObject ? decodeUtf8(shownBytes) : [...shownBytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return body.length > SUMMARY_BYTES ? `${text} ...` : text;
}

/** Go type that upstream decodes first, to read a body's kind. */
const META_TYPE = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

type Meta = { readonly kind: string; readonly apiVersion: string } | { readonly problem: string };

/** Returns a text's kind and version, or its problem; undefined for invalid JSON. Models `SimpleMetaFactory.Interpret`. */
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

/** Upstream's scheme also knows versions no longer served. */
const OLD_VERSION = /^v1(alpha|beta)[1-9]$/;

/** Lists are registered with their items' kind. */
function isRegistered({ kind, group, version }: Kind): boolean {
  const forms = allKinds.filter((one) => one.kind === kind || one.listKind === kind).flatMap((one) => [one, ...(one.forms ?? [])]);
  const ofGroup = forms.filter((form) => form.group === group);
  return ofGroup.some((form) => form.version === version) || (ofGroup.length > 0 && group !== '' && OLD_VERSION.test(version));
}

/** Returns the message of upstream's scheme for another kind, known or unknown. */
function otherKindText({ kind, group, version }: Kind, type: BodyType): string {
  if (!isRegistered({ kind, group, version })) {
    const apiVersion = apiVersionOf({ group, version });
    return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  }
  return `converting (${version}.${kind}) to (${packageOf(type.group)}.${type.kind}): unknown conversion`;
}

/** Returns the Go package of a group's internal types. */
function packageOf(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] as string);
}

/** Splits `apps/v1`; the core group is ''. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const at = apiVersion.indexOf('/');
  return at < 0 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, at), version: apiVersion.slice(at + 1) };
}
