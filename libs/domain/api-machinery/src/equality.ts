import { getOwn } from './own-property.ts';

/**
 * Returns whether two JSON-like values are semantically equal: absent, null and empty lists are equal, in any key order. Models
 * `equality.Semantic.DeepEqual` for JSON; quantities compare as text, so convert them to canonical form first.
 */
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && equalLists(a, b);
  return equalObjects(a as Record<string, unknown>, b as Record<string, unknown>);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => semanticEqual(item, b[index]));
}

function equalObjects(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  for (const key of Object.keys(a)) if (!semanticEqual(a[key], getOwn(b, key))) return false;
  return Object.keys(b).every((key) => Object.hasOwn(a, key) || isNothing(b[key]));
}
