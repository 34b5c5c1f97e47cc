/** True when two JSON values say the same: keys in any order, a key that is undefined is a key that is absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  return sameFields(a, b);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
}

/** True when two objects say the same, but for fields of the names in `except`. */
export function sameFields(a: object, b: object, except: ReadonlySet<string> = NONE): boolean {
  let fields = 0;
  for (const [key, value] of Object.entries(a)) {
    if (value === undefined || except.has(key)) continue;
    if (!Object.hasOwn(b, key) || !sameJson(value, Reflect.get(b, key))) return false;
    fields += 1;
  }
  for (const [key, value] of Object.entries(b)) if (value !== undefined && !except.has(key)) fields -= 1;
  return fields === 0;
}

const NONE: ReadonlySet<string> = new Set();
