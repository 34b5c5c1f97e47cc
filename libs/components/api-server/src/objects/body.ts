import {
  type DecodedJson,
  DecodeError,
  decodeJson,
  decodeProtobuf,
  decodeRefusal,
  fitSchema,
  MEDIA_TYPES,
  type MismatchWords,
  parseContentType,
  type Schema,
  statusErrors,
  strictErrorText,
} from '@klockwork/api-machinery';
import type { ApiRequest } from '@klockwork/http-api';
import { type ApiError, decodeUtf8 } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import type { WriteRequest } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { EmbeddedError } from '@klockwork/structural-schema';
import { type BodyType, checkKind, refuseText, unrecognized } from './body-kind.ts';
import { YamlError } from './decode-yaml.ts';
import { jsonOfYaml, type YamlBody } from './yaml-body.ts';

/** Upstream's limit of a request's body. */
const BODY_BYTES_MAX = 3 * 1024 * 1024;

const OPTIONS_KIND = 'DeleteOptions';
const OPTIONS_DEFINITION = `io.k8s.apimachinery.pkg.apis.meta.v1.${OPTIONS_KIND}`;
/** Source of upstream's options scheme. */
const OPTIONS_SCHEME = 'pkg/apis/meta/internalversion/scheme/register.go:27';

/** Strictness of decoding, and receiver of its warnings. */
export type Strictness = Pick<WriteRequest, 'fieldValidation' | 'warn'>;

/** Decodes the body as an object of `type`. Throws upstream's 400, 413, or 415 for an unsupported media type. */
export function decodeObject({ request }: { readonly request: ApiRequest }, type: BodyType, strictness: Strictness): KubeObject {
  const mediaType = mediaTypeOf(request);
  if (mediaType === MEDIA_TYPES.protobuf) return decodeProtobufAs(request, type);
  const strict = strictness.fieldValidation !== 'Ignore';
  const { value, strictErrors } = mediaType === MEDIA_TYPES.yaml ? decodeYamlAs(request, type, strict) : decodeAs(request, type, strict);
  const object = checkKind(value as KubeObject, type);
  const refuse = (detail: string) => decodeRefusal({ kind: type.kind, version: type.version }, type.kind, detail);
  const unknown = unknownFields(object, type, refuse);
  reportStrictly(strict ? [...strictErrors, ...unknown] : [], strictness, refuse);
  return object;
}

/** Decodes DeleteOptions of any group and version, or none. Throws 400 for another kind, which was meant for another request. */
export function decodeDeleteOptions({ request }: { readonly request: ApiRequest }): Readonly<Record<string, unknown>> {
  return asBadRequest(() => {
    const text = optionsText(request, mediaTypeOf(request));
    const options = decodeJson(text, schemaOf(OPTIONS_DEFINITION), { strict: false }).value as Readonly<Record<string, unknown>>;
    const { kind = OPTIONS_KIND, apiVersion = 'v1' } = options;
    if (kind !== OPTIONS_KIND)
      throw new DecodeError(`no kind "${kind}" is registered for version "${apiVersion}" in scheme "${OPTIONS_SCHEME}"`);
    return options;
  });
}

function optionsText(request: ApiRequest, mediaType: string): string {
  if (mediaType === MEDIA_TYPES.protobuf) return JSON.stringify(decodeProtobuf(limited(request)).object);
  return mediaType === MEDIA_TYPES.yaml ? jsonOf(request).json : bodyText(request);
}

/** Parses a JSON body without kind. `prefix` precedes its error message. */
export function parseJsonBody(call: { readonly request: ApiRequest }, prefix: string): unknown {
  return parsePatchBody(call, { prefix, strict: false }).value;
}

/** Parses a patch, and reports its errors with `strict`. */
export function parsePatchBody(
  { request }: { readonly request: ApiRequest },
  { prefix, strict, schema }: { prefix: string; strict: boolean; schema?: Schema },
): DecodedJson {
  return asBadRequest(() => decodeJson(bodyText(request), schema, { strict }), prefix);
}

/** Expected type of a patched object, and its error. */
export interface PatchedForm {
  readonly type: BodyType;
  readonly strictness: Strictness;
  /** Errors of the patch itself. */
  readonly strictErrors: readonly string[];
  refuse(detail: string): ApiError;
  /** Messages for wrong types; by default the decoder's. */
  readonly words?: MismatchWords;
}

/** Decodes a patched object as `type`. Fresh. */
export function decodePatched(value: unknown, { type, strictness, strictErrors: ofPatch, refuse, words }: PatchedForm): KubeObject {
  try {
    const strict = strictness.fieldValidation !== 'Ignore';
    const json = decodeJson(JSON.stringify(value), schemaOf(type.definition), words === undefined ? { strict } : { strict, words });
    const object = json.value as KubeObject;
    const unknown = unknownFields(object, type, refuse);
    reportStrictly(strict ? [...ofPatch, ...json.strictErrors, ...unknown] : ofPatch, strictness, refuse);
    return object;
  } catch (error) {
    if (error instanceof DecodeError) throw refuse(error.message);
    throw error;
  }
}

/** Converts an object that a component patched: its patch has canonical JSON, no strictness, and no limits of bodies. Fresh. */
export function fitPatched(value: unknown, { type, refuse, words }: PatchedForm): KubeObject {
  try {
    const object = fitSchema(value, schemaOf(type.definition), words) as KubeObject;
    unknownFields(object, type, refuse);
    return object;
  } catch (error) {
    if (error instanceof DecodeError) throw refuse(error.message);
    throw error;
  }
}

/** Prunes an object of a custom kind. Returns texts about the removed fields. */
function unknownFields(object: KubeObject, { schema }: BodyType, refuse: (detail: string) => ApiError): string[] {
  try {
    return (schema?.fit(object) ?? []).map((path) => `unknown field "${path}"`);
  } catch (error) {
    if (error instanceof EmbeddedError) throw refuse(error.message);
    throw error;
  }
}

/** Throws in strict mode, and warns otherwise. */
function reportStrictly(
  strictErrors: readonly string[],
  { fieldValidation, warn }: Strictness,
  refuse: (detail: string) => ApiError,
): void {
  if (strictErrors.length > 0 && fieldValidation === 'Strict') throw refuse(strictErrorText(strictErrors));
  for (const text of strictErrors) warn(text);
}

function decodeAs(request: ApiRequest, type: BodyType, strict: boolean, text = bodyText(request)): DecodedJson {
  try {
    return decodeJson(text, schemaOf(type.definition), { strict });
  } catch (error) {
    if (error instanceof DecodeError) throw refuseText(text, { type, detail: error.message, body: request.body });
    throw error;
  }
}

/** Decodes a YAML body; YAML errors come first. */
function decodeYamlAs(request: ApiRequest, type: BodyType, strict: boolean): DecodedJson {
  try {
    const { json, strictErrors } = jsonOf(request);
    const decodedJson = decodeAs(request, type, strict, json);
    return strict ? { ...decodedJson, strictErrors: [...strictErrors, ...decodedJson.strictErrors] } : decodedJson;
  } catch (error) {
    if (error instanceof DecodeError) throw unrecognized(type, error.message, request.body);
    throw error;
  }
}

/** Throws DecodeError for invalid YAML. */
function jsonOf(request: ApiRequest): YamlBody {
  try {
    return jsonOfYaml(bodyText(request));
  } catch (error) {
    if (error instanceof YamlError) throw new DecodeError(error.message);
    throw error;
  }
}

/** Decodes a protobuf body, with its type's defaults and canonical forms. */
function decodeProtobufAs(request: ApiRequest, type: BodyType): KubeObject {
  try {
    const { object } = decodeProtobuf(limited(request));
    checkKind(object, type);
    return decodeJson(JSON.stringify(object), schemaOf(type.definition), { strict: false }).value as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw unrecognized(type, error.message, request.body);
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

const READ: readonly string[] = [MEDIA_TYPES.json, MEDIA_TYPES.yaml, MEDIA_TYPES.protobuf];

/** JSON, YAML or protobuf. A body without a Content-Type is JSON. */
function mediaTypeOf({ headers }: ApiRequest): string {
  const { type } = parseContentType(headers['content-type']);
  if (READ.includes(type)) return type;
  throw statusErrors.unsupportedMediaType(READ);
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
