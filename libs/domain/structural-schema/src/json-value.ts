import { compareText } from '@klockwork/api-machinery';

/** Mutable JSON object. */
export type JsonMap = Record<string, unknown>;

/** True for a JSON object. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets an own field: `__proto__` is a name like others. */
export function setField(map: JsonMap, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  else map[name] = value;
}

/** Returns whether two JSON values are equal, with fields in any order. Models `reflect.DeepEqual`. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  const [left, right] = [a as JsonMap, b as JsonMap];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]));
}

/** Returns an equal value with sorted fields: upstream prints Go maps so. */
export function sortedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedFields);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort(compareText)
      .map((field) => [field, sortedFields(value[field])]),
  );
}

/** Returns a text that equals that of each equal value. Models `json.Marshal` of Go maps, with sorted fields. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortedFields(value)) ?? 'null';
}
