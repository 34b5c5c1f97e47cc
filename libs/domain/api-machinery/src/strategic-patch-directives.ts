import { isObject, type OwnObject, setOwn } from './own-property.ts';

/** Replaces, deletes or merges the object it stands in. */
export const PATCH = '$patch';
/** Names the keys of an object that stay. */
export const RETAIN_KEYS = '$retainKeys';
/** Followed by a list's key: the order its elements are to have. */
export const SET_ELEMENT_ORDER = '$setElementOrder/';
/** Followed by the key of a list of scalars: what is taken out of it. */
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList/';

/** True for keys that steer the merge and are never data. */
export function isDirective(key: string): boolean {
  return key === PATCH || key === RETAIN_KEYS || key.startsWith(SET_ELEMENT_ORDER) || key.startsWith(DELETE_FROM_PRIMITIVE_LIST);
}

/**
 * A copy of a patch that meets nothing to merge with: nulls and directives are gone, what is to be deleted is undefined.
 * Models `removeDirectives` and `discardNullValuesFromPatch`.
 */
export function withoutDirectives(patch: unknown): unknown {
  if (Array.isArray(patch)) return patch.filter(isData).map(withoutDirectives);
  if (!isObject(patch)) return patch;
  if (patch[PATCH] === 'delete') return undefined;
  const result: OwnObject = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || isDirective(key)) continue;
    const kept = withoutDirectives(value);
    if (kept !== undefined) setOwn(result, key, kept);
  }
  return result;
}

/** Elements that only carry a directive are no data. */
function isData(element: unknown): boolean {
  if (!isObject(element) || !Object.hasOwn(element, PATCH)) return true;
  return element[PATCH] !== 'delete' && Object.keys(element).some((key) => !isDirective(key));
}
