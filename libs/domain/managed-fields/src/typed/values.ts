/** JSON object with untrusted keys. */
export type Entries = Readonly<Record<string, unknown>>;

/** Returns the value as an object; undefined for lists, scalars, null and undefined. */
export function asMap(value: unknown): Entries | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : undefined;
}

/** Returns the value as a list, else undefined. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Returns an own key's value: `constructor` is an ordinary key. */
export function ownValue(map: Entries | undefined, key: string): unknown {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets a key of a new object; `__proto__` becomes data. */
export function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Returns whether an object lacks keys or is undefined. */
export function hasNoKeys(map: Entries | undefined): boolean {
  if (map !== undefined) for (const key in map) if (map[key] !== undefined) return false;
  return true;
}

/** Returns whether two JSON values are equal: in any key order, with undefined as absent. Models `value.Equals`. */
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
