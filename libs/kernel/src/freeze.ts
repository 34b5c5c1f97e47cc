/** Freezes `value` and all reachable objects. Shared objects are frozen; frozen objects are never cloned. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

/** Returns a mutable deep copy of a JSON-like value, without keys of value `undefined`. */
export function copy<T>(value: T): Mutable<T> {
  return copyValue(value) as Mutable<T>;
}

/** `T` without `readonly`, deeply. */
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    // A key `__proto__` is data here, never a prototype.
    if (child === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(result, key, { value: copyValue(child), enumerable: true, writable: true, configurable: true });
    else result[key] = copyValue(child);
  }
  return result;
}
