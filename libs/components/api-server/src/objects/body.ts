import {
  type DecodedJson,
  DecodeError,
  decodeJson,
  decodeProtobuf,
  decodeRefusal,
  decodeUtf8,
  MEDIA_TYPES,
  type MismatchWords,
  parseContentType,
  type Schema,
  statusErrors,
  strictErrorText,
} from '@klockwork/api-machinery';
import type { ApiError } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { apiVersionOf, type WriteRequest } from '@klockwork/registry';
import { allKinds, type KubeObject } from '@klockwork/resources';
import type { ApiRequest } from '../http.ts';

/** The kind a body must be of. */
export interface BodyType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Its name among the OpenAPI definitions. */
  readonly definition: string;
}

/** Upstream's limit of a request's body. */
const BODY_BYTES_MAX = 3 * 1024 * 1024;

const OPTIONS_DEFINITION = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

/** How strictly a body is read, and who hears of what is wrong with it. */
export type Strictness = Pick<WriteRequest, 'fieldValidation' | 'warn'>;

/** The body as an object of `type`. Throws 400 in upstream's words, 413, or 415 for a media type we do not read. */
export function decodeObject({ request }: { readonly request: ApiRequest }, type: BodyType, strictness: Strictness): KubeObject {
  if (mediaTypeOf(request) === MEDIA_TYPES.protobuf) return decodeProtobufAs(request, type);
  const { value, strictErrors } = decodeAs(bodyText(request), type, strictness.fieldValidation !== 'Ignore');
  const object = checkKind(value as KubeObject, type);
  if (strictErrors.length > 0 && strictness.fieldValidation === 'Strict')
    throw decodeRefusal({ kind: type.kind, version: type.version }, type.kind, strictErrorText(strictErrors));
  for (const text of strictErrors) strictness.warn(text);
  return object;
}

/** DeleteOptions that came as a body. */
export function decodeDeleteOptions({ request }: { readonly request: ApiRequest }): Readonly<Record<string, unknown>> {
  return asBadRequest(() => {
    const protobuf = mediaTypeOf(request) === MEDIA_TYPES.protobuf;
    const text = protobuf ? JSON.stringify(decodeProtobuf(limited(request)).object) : bodyText(request);
    return decodeJson(text, schemaOf(OPTIONS_DEFINITION), { strict: false }).value as Readonly<Record<string, unknown>>;
  });
}

/** A body of JSON that is no object of a kind. What it is refused with begins with `prefix`. */
export function parseJsonBody(call: { readonly request: ApiRequest }, prefix: string): unknown {
  return parsePatchBody(call, { prefix, strict: false }).value;
}

/** A patch, and with `strict` what is wrong with it. */
export function parsePatchBody(
  { request }: { readonly request: ApiRequest },
  { prefix, strict, schema }: { prefix: string; strict: boolean; schema?: Schema },
): DecodedJson {
  return asBadRequest(() => decodeJson(bodyText(request), schema, { strict }), prefix);
}

/** What a patch's result is to be, and how it is refused when it is not. */
export interface PatchedForm {
  readonly type: BodyType;
  readonly strictness: Strictness;
  /** What is wrong with the patch itself. */
  readonly strictErrors: readonly string[];
  refuse(detail: string): ApiError;
  /** For values of the wrong type; the decoder's without them. */
  readonly words?: MismatchWords;
}

/** What a patch made, as an object of `type`, fresh. */
export function decodePatched(value: unknown, { type, strictness, strictErrors: ofPatch, refuse, words }: PatchedForm): KubeObject {
  try {
    const strict = strictness.fieldValidation !== 'Ignore';
    const decoded = decodeJson(JSON.stringify(value), schemaOf(type.definition), words === undefined ? { strict } : { strict, words });
    const strictErrors = [...ofPatch, ...decoded.strictErrors];
    if (strictErrors.length > 0 && strictness.fieldValidation === 'Strict') throw refuse(strictErrorText(strictErrors));
    for (const text of strictErrors) strictness.warn(text);
    return decoded.value as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw refuse(error.message);
    throw error;
  }
}

function decodeAs(text: string, type: BodyType, strict: boolean): DecodedJson {
  try {
    return decodeJson(text, schemaOf(type.definition), { strict });
  } catch (error) {
    if (error instanceof DecodeError) throw decodeRefusal(saidKind(text), type.kind, error.message);
    throw error;
  }
}

/** A body of protobuf, with the defaults and canonical forms that its type gives it. */
function decodeProtobufAs(request: ApiRequest, type: BodyType): KubeObject {
  try {
    const { object } = decodeProtobuf(limited(request));
    checkKind(object, type);
    return decodeJson(JSON.stringify(object), schemaOf(type.definition), { strict: false }).value as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw decodeRefusal({ kind: '', version: '' }, type.kind, error.message);
    throw error;
  }
}

function asBadRequest<T>(decode: () => T, prefix = ''): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) throw statusErrors.badRequest(`${prefix}${error.message}`);
    throw error;
  }
}

/** JSON or protobuf. A body without a Content-Type is JSON. */
function mediaTypeOf({ headers }: ApiRequest): string {
  const { type } = parseContentType(headers['content-type']);
  if (type === MEDIA_TYPES.json || type === MEDIA_TYPES.protobuf) return type;
  throw statusErrors.unsupportedMediaType([MEDIA_TYPES.json, MEDIA_TYPES.protobuf]);
}

/** The body as text. Throws 413. */
export function bodyText(request: ApiRequest): string {
  const bytes = limited(request);
  return request.text ?? decodeUtf8(bytes);
}

function limited({ body }: ApiRequest): Uint8Array {
  if (body.length > BODY_BYTES_MAX) throw statusErrors.tooLarge(`limit is ${BODY_BYTES_MAX}`);
  return body;
}

/** A body that says nothing is of the path's kind; one that says another kind is refused. */
function checkKind(object: KubeObject, type: BodyType): KubeObject {
  const expected = apiVersionOf(type);
  const { kind = type.kind, apiVersion = expected } = object;
  if (kind === type.kind && apiVersion === expected) return object;
  const { group, version } = splitApiVersion(apiVersion);
  if (kind === type.kind && group === type.group && isServed(kind, group))
    throw statusErrors.badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${expected})`);
  throw decodeRefusal({ kind, version }, type.kind, otherKindText({ kind, group, version }, type));
}

function isServed(kind: string, group: string): boolean {
  return allKinds.some((one) => one.kind === kind && one.group === group);
}

/** How upstream's scheme says that a body is of another kind: one that it knows, or one that it does not. */
function otherKindText({ kind, group, version }: Omit<BodyType, 'definition'>, type: BodyType): string {
  const apiVersion = apiVersionOf({ group, version });
  if (!isServed(kind, group))
    return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`;
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

/** What a text that did not decode says it is: read again without a type, since only the refusal needs it. */
function saidKind(text: string): { kind: string; version: string } {
  try {
    const { kind, apiVersion } = decodeJson(text, undefined, { strict: false }).value as Partial<KubeObject>;
    if (typeof kind === 'string' && typeof apiVersion === 'string') return { kind, version: splitApiVersion(apiVersion).version };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return { kind: '', version: '' };
}
