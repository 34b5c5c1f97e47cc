import { isObject, type OwnObject, setOwn } from './own-property.ts';

/** Replaces, deletes or merges the containing object. */
export const PATCH = '$patch';
/** Lists the remaining keys of an object. */
export const RETAIN_KEYS = '$retainKeys';
/** Prefix of a list's key: order of its elements. */
export const SET_ELEMENT_ORDER = '$setElementOrder/';
/** Prefix of a scalar list's key: elements to remove. */
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList/';

/** True for keys that steer the merge and are never data. */
export function isDirective(key: string): boolean {
  return key === PATCH || key === RETAIN_KEYS || key.startsWith(SET_ELEMENT_ORDER) || key.startsWith(DELETE_FROM_PRIMITIVE_LIST);
}

/**
 * Copies a patch without a merge target: removes nulls and directives; deleted values become undefined. Models `removeDirectives` and
 * `discardNullValuesFromPatch`.
 */
export function withoutDirectives(patch: unknown): unknown {
  if (Array.isArray(patch)) return patch.filter(isData).map(withoutDirectives);
  if (!isObject(patch)) return patch;
  if (patch[PATCH] === 'delete') return undefined;
  const result: OwnObject = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || isDirective(key)) continue;
    const fields = withoutDirectives(value);
    if (fields !== undefined) setOwn(result, key, fields);
  }
  return result;
}

/** Elements that only carry a directive are no data. */
function isData(element: unknown): boolean {
  if (!isObject(element) || !Object.hasOwn(element, PATCH)) return true;
  return element[PATCH] !== 'delete' && Object.keys(element).some((key) => !isDirective(key));
}
