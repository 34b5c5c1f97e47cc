import { MEDIA_TYPES, parseContentType, patchRefusal, statusErrors } from '@klockwork/api-machinery';
import { applyPatch, type Patch, type WriteRequest } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { type BodyType, checkDecoded, parseJsonBody, schemaFor } from './body.ts';
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
export function patchedObject(
  call: ObjectCall,
  { type, patch, write }: { type: BodyType; patch: Patch; write: WriteRequest },
): (previous: KubeObject) => KubeObject {
  return (previous) => {
    const document = applyPatch(previous, patch, schemaFor(call, type));
    return checkDecoded(call, { type, write, value: document, refuse: (detail) => patchRefusal.doesNotDecode(patch.body, detail) });
  };
}
