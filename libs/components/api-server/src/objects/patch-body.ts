import { convertMismatch, goJson, goValueText, MEDIA_TYPES, parseContentType, patchRefusal, statusErrors } from '@klockwork/api-machinery';
import { schemaOf } from '@klockwork/openapi';
import { applyPatch, type Patch } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { type BodyType, decodePatched, type PatchedForm, parseJsonBody, type Strictness } from './body.ts';
import type { ObjectCall } from './object-call.ts';

const TYPES: Readonly<Record<string, Patch['type']>> = {
  [MEDIA_TYPES.jsonPatch]: 'json',
  [MEDIA_TYPES.mergePatch]: 'merge',
  [MEDIA_TYPES.strategicMergePatch]: 'strategic',
};

/** Reads a patch; its media type says how it is meant. Throws 415 for one that is not served, 400 for what is no JSON. */
export function readPatch(call: ObjectCall): Patch {
  const { type } = parseContentType(call.request.headers['content-type']);
  const known = TYPES[type];
  if (known === undefined) throw statusErrors.unsupportedMediaType(Object.keys(TYPES));
  // Strategic patches are read by another decoder than the others, which says less.
  return { type: known, body: parseJsonBody(call, known === 'strategic' ? '' : 'error decoding patch: ') };
}

/** What the patch makes of an object, decoded as strictly as the request asks. */
export function patchedObject(patch: Patch, type: BodyType, strictness: Strictness): (previous: KubeObject) => KubeObject {
  const schema = schemaOf(type.definition);
  return (previous) => {
    const made = applyPatch(previous, patch, schema);
    return decodePatched(made, { type, strictness, ...complaintsOf(patch, made) });
  };
}

/** A strategic patch is told itself and its result is read by the converter; of the others the result is told, as the decoder sees it. */
function complaintsOf(patch: Patch, made: unknown): Pick<PatchedForm, 'refuse' | 'words'> {
  if (patch.type !== 'strategic') return { refuse: (detail) => patchRefusal.doesNotDecode(goJson(made), detail) };
  return { refuse: (detail) => patchRefusal.doesNotDecode(goValueText(patch.body), detail), words: convertMismatch };
}
