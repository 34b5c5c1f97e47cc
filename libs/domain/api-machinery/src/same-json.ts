import { getOwn } from './own-property.ts';

/** Returns whether two JSON values are equal: in any key order, with undefined as absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  return sameFields(a, b);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
}

/** Returns whether two objects are equal except for fields in `except`. */
export function sameFields(a: object, b: object, except: ReadonlySet<string> = NONE): boolean {
  const differs = (key: string) => !except.has(key) && !sameJson(getOwn(a, key), getOwn(b, key));
  return !Object.keys(a).some(differs) && !Object.keys(b).some((key) => !Object.hasOwn(a, key) && differs(key));
}

const NONE: ReadonlySet<string> = new Set();
