/** Mutable JSON object. Keys are untrusted: `__proto__` is an ordinary key. */
export type OwnObject = Record<string, unknown>;

/** Returns the value of an own key; undefined if absent. Ignores inherited names such as `constructor`. */
export function getOwn(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as OwnObject)[key] : undefined;
}

/** Sets an own key; `__proto__` becomes data, never the prototype. */
export function setOwn(object: OwnObject, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** True for a JSON object, false for lists and null. */
export function isObject(value: unknown): value is OwnObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
