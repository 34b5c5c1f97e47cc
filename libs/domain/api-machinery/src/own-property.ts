/** A JSON object that may be changed. Its keys come from outside: `__proto__` is a key like any other. */
export type OwnObject = Record<string, unknown>;

/** The value of an own key, undefined when there is none: `constructor` and the like are never found by accident. */
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
