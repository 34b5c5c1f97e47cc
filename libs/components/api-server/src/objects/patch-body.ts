import {
  convertMismatch,
  goJson,
  goValueText,
  jsonTypeOf,
  MEDIA_TYPES,
  parseContentType,
  patchRefusal,
  type Schema,
  statusErrors,
} from '@klockwork/api-machinery';
import type { ApiError } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { applyPatch, type Patch } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { decodePatched, type PatchedForm, parsePatchBody, type Strictness } from './body.ts';
import { type BodyType, checkFixedKind, kindProblem } from './body-kind.ts';
import type { ObjectCall } from './object-call.ts';

const TYPES: Readonly<Record<string, Patch['type']>> = {
  [MEDIA_TYPES.jsonPatch]: 'json',
  [MEDIA_TYPES.mergePatch]: 'merge',
  [MEDIA_TYPES.strategicMergePatch]: 'strategic',
};

/** Parsed patch, with strict errors: duplicate fields, and unknown members of operations. */
export type ReadPatch = Patch & { readonly strictErrors?: readonly string[] };

/** Returns the patch type by media type, upstream's first check. Throws 415 for an unsupported one. */
export function patchType({ request, kind }: ObjectCall): Patch['type'] {
  const { type } = parseContentType(request.headers['content-type']);
  const patchType = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  // Custom kinds have no merge keys.
  if (patchType !== undefined && !(kind.isCustom && patchType === 'strategic')) return patchType;
  const acceptedNames = Object.keys(TYPES).filter((one) => !kind.isCustom || TYPES[one] !== 'strategic');
  throw statusErrors.unsupportedMediaType([...acceptedNames, MEDIA_TYPES.applyPatch]);
}

/** Parses a patch of a known type. Throws 400 for invalid JSON. */
export function readPatch(call: ObjectCall, type: Patch['type'], { fieldValidation }: Pick<Strictness, 'fieldValidation'>): ReadPatch {
  // Strategic patches use another decoder, with shorter messages.
  const form = { prefix: type === 'strategic' ? '' : 'error decoding patch: ', strict: fieldValidation !== 'Ignore' };
  const { value: body, strictErrors } = parsePatchBody(call, form);
  if (mustBeMap(type, form.strict) && (typeof body !== 'object' || Array.isArray(body))) throw noMap(body, form.prefix);
  if (type !== 'json' || !form.strict) return { type: type, body: type === 'strategic' ? (body ?? {}) : body, strictErrors };
  const ofOperations = parsePatchBody(call, { ...form, schema: OPERATIONS }).strictErrors;
  return { type: type, body, strictErrors: ofOperations.map((text) => `json patch ${text}`) };
}

/** A patch is first decoded as a map; a merge patch only in strict mode. `null` is an empty map. */
function mustBeMap(type: Patch['type'], strict: boolean): boolean {
  return type === 'strategic' || (type === 'merge' && strict);
}

function noMap(body: unknown, prefix: string): ApiError {
  return statusErrors.badRequest(`${prefix}json: cannot unmarshal ${jsonTypeOf(body)} into Go value of type map[string]interface {}`);
}

const TEXT: Schema = { name: '', type: 'string' };
const ANYTHING: Schema = { name: '', type: 'any' };
const OPERATION = new Map([
  ['op', TEXT],
  ['path', TEXT],
  ['from', TEXT],
  ['value', ANYTHING],
]);

/** Models `jsonPatchOp` of `endpoints/handlers/patch.go`. */
const OPERATIONS: Schema = {
  name: '',
  type: 'array',
  items: { name: 'jsonPatchOp', goPackage: 'handlers', type: 'object', properties: OPERATION },
};

/** Returns a function that patches an object and decodes the result with the request's strictness. */
export function patchedObject(
  patch: ReadPatch,
  type: BodyType,
  strictness: Strictness,
  decode: typeof decodePatched = decodePatched,
): (previous: KubeObject) => KubeObject {
  const schema = schemaOf(type.definition);
  return (previous) => {
    const patchResult = applyPatch(touchesManagers(patch) ? previous : withoutManagers(previous), patch, schema);
    const complaints = complaintsOf(patch, () => applyPatch(previous, patch, schema));
    const patchedObject = decode(patchResult, { type, strictness, strictErrors: patch.strictErrors ?? [], ...complaints });
    if (type.isCustom) {
      checkFixedKind(patchedObject, type);
      return patchedObject;
    }
    const problem = patch.type === 'strategic' ? undefined : kindProblem(patchedObject, type);
    if (problem !== undefined) throw complaints.refuse(problem);
    return patchedObject;
  };
}

/** Excludes managedFields from most patches: they are as large as the object, and the write path restores them. */
function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields, ...metadata } = object.metadata ?? {};
  return managedFields === undefined ? object : { ...object, metadata };
}

function touchesManagers({ type, body }: Patch): boolean {
  if (type !== 'json') return Object.hasOwn((body as Partial<KubeObject> | null)?.metadata ?? {}, 'managedFields');
  return JSON.stringify(body).includes('/metadata"') || JSON.stringify(body).includes('/metadata/managedFields');
}

/** Errors of a strategic patch show the patch, in the converter's words; errors of others show the result, in the decoder's. */
function complaintsOf(patch: Patch, makeObject: () => unknown): Pick<PatchedForm, 'refuse' | 'words'> {
  if (patch.type !== 'strategic') return { refuse: (detail) => patchRefusal.doesNotDecode(goJson(makeObject()), detail) };
  return { refuse: (detail) => patchRefusal.doesNotDecode(goValueText(patch.body), detail), words: convertMismatch };
}
