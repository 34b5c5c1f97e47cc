import { copy } from '@klockwork/kernel';
import { isObject, type OwnObject } from './own-property.ts';
import { jsonTypeOf, PatchedDocument } from './patch-operations.ts';
import { PatchError } from './patch-place.ts';
import { patchRefusal } from './patch-refusal.ts';
import { statusErrors } from './status-errors.ts';

/** Upstream's limit. */
const JSON_PATCH_OPERATIONS_MAX = 10_000;

/** Returns the error of a patch with a failed operation. `problem` has upstream's words, which its handler of patches hides from clients. */
export type RefusePatch = (problem: string) => Error;

/**
 * Applies a JSON patch (RFC 6902). Returns a fresh document; inputs may be frozen. Throws ApiError 400 for a malformed patch, 413 for more
 * than 10,000 operations, and `refuse` for a failed operation: 422 by default. Models `applyJSPatch` of `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`.
 */
export function applyJsonPatch(document: unknown, patch: unknown, refuse: RefusePatch = patchRefusal.notApplicable): unknown {
  const operations = operationsOf(patch ?? []);
  if (operations.length > JSON_PATCH_OPERATIONS_MAX)
    throw statusErrors.tooLarge(`The allowed maximum operations in a JSON patch is ${JSON_PATCH_OPERATIONS_MAX}, got ${operations.length}`);
  const patchedDocument = new PatchedDocument(copy(document));
  try {
    for (const operation of operations) patchedDocument.apply(operation);
  } catch (error) {
    throw error instanceof PatchError ? refuse(error.message) : error;
  }
  return patchedDocument.root;
}

/** Null stands for an empty list, and for an empty operation. */
function operationsOf(patch: unknown): readonly OwnObject[] {
  if (!Array.isArray(patch)) throw patchRefusal.malformed(mismatch(patch, 'Patch'));
  return patch.map((operation: unknown) => {
    if (operation !== null && !isObject(operation)) throw patchRefusal.malformed(mismatch(operation, 'Operation'));
    return operation ?? {};
  });
}

function mismatch(value: unknown, type: 'Patch' | 'Operation'): string {
  return `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type jsonpatch.${type}`;
}
