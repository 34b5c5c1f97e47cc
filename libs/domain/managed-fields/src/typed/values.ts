/** A JSON object whose keys come from outside. */
export type Entries = Readonly<Record<string, unknown>>;

/** The value as an object; undefined for lists, scalars, null and what is absent. */
export function asMap(value: unknown): Entries | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : undefined;
}

/** The value as a list; undefined for everything else. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The value of an own key: `constructor` is a key like any other. */
export function ownValue(map: Entries | undefined, key: string): unknown {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets a key of an object that is being made; `__proto__` becomes data. */
export function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

/** True without keys, and when there is no object. */
export function hasNoKeys(map: Entries | undefined): boolean {
  if (map !== undefined) for (const key in map) if (map[key] !== undefined) return false;
  return true;
}

/** True when two JSON values are equal: keys in any order, an undefined key is an absent one. Models `value.Equals`. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  return sameEntries(a as Entries, b as Entries);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
}

function sameEntries(a: Entries, b: Entries): boolean {
  for (const key in a) if (a[key] !== undefined && !sameValue(a[key], ownValue(b, key))) return false;
  for (const key in b) if (b[key] !== undefined && ownValue(a, key) === undefined) return false;
  return true;
}
