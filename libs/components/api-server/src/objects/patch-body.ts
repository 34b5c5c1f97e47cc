import { MEDIA_TYPES, parseContentType, patchRefusal, statusErrors } from '@klockwork/api-machinery';
import { schemaOf } from '@klockwork/openapi';
import { applyPatch, type Patch } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { type BodyType, decodePatched, parseJsonBody, type Strictness } from './body.ts';
import type { ObjectCall } from './object-call.ts';

const TYPES: Readonly<Record<string, Patch['type']>> = {
  [MEDIA_TYPES.jsonPatch]: 'json',
  [MEDIA_TYPES.mergePatch]: 'merge',
  [MEDIA_TYPES.strategicMergePatch]: 'strategic',
};

/** Reads a patch; its media type says how it is meant. Throws 415 for one that is not served. */
export function readPatch(call: ObjectCall): Patch {
  const { type } = parseContentType(call.request.headers['content-type']);
  const known = TYPES[type];
  if (known === undefined) throw statusErrors.unsupportedMediaType(Object.keys(TYPES));
  return { type: known, body: parseJsonBody(call) };
}

/** What the patch makes of an object, decoded as strictly as the request asks. */
export function patchedObject(patch: Patch, type: BodyType, strictness: Strictness): (previous: KubeObject) => KubeObject {
  const refuse = (detail: string) => patchRefusal.doesNotDecode(patch.body, detail);
  return (previous) => decodePatched(applyPatch(previous, patch, schemaOf(type.definition)), { type, strictness, refuse });
}
