import { copy } from '@klockwork/kernel';
import { getOwn, isObject, type OwnObject, setOwn } from './own-property.ts';
import { patchRefusal } from './patch-refusal.ts';

/**
 * Applies a JSON merge patch (RFC 7386): null removes a key, objects merge, other values replace. Returns a fresh document; inputs may be
 * frozen. Throws ApiError 400 unless both are objects.
 */
export function applyMergePatch(document: unknown, patch: unknown): OwnObject {
  if (!isObject(document)) throw patchRefusal.malformed('Invalid JSON Document');
  if (!isObject(patch)) throw patchRefusal.malformed('Invalid JSON Patch');
  return mergeObjects(document, patch);
}

function mergeObjects(document: Readonly<OwnObject>, patch: Readonly<OwnObject>): OwnObject {
  const result = copy(document) as OwnObject;
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setOwn(result, key, mergeValue(getOwn(document, key), value));
  }
  return result;
}

function mergeValue(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return copy(patch);
  return mergeObjects(isObject(target) ? target : {}, patch);
}
