import { utf8Length } from '@klockwork/kernel';
import { isLibraryValue, isMapValue, ListValue, OptionalValue, type Value } from '../values/value.ts';

/** Cost of reading one character. */
export const TRAVERSAL = 0.1;
/** Cost of one character of a pattern, for each character of the text. */
export const REGEX_FACTOR = 0.25;

/** Returns the size that costs are computed from: code points, bytes or entries; 1 for other values. */
export function actualSize(value: Value): number {
  if (typeof value === 'string') return countCodePoints(value);
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof ListValue || isMapValue(value)) return value.size;
  if (value instanceof OptionalValue) return value.value === undefined ? 1 : actualSize(value.value);
  return isLibraryValue(value) ? (value.size ?? 1) : 1;
}

const FIRST_SURROGATE = /[\ud800-\udbff]/;

/** Counts code points; a pair of surrogates is one. */
export function countCodePoints(text: string): number {
  if (!FIRST_SURROGATE.test(text)) return text.length;
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) pairs += 1;
  }
  return text.length - pairs;
}

export function scaled(size: number, factor: number): number {
  return Math.ceil(size * factor);
}

/** Returns the cost of visiting a value with all that it holds. */
export function traversalCost(value: Value): number {
  if (typeof value === 'string') return Math.floor(utf8Length(value) * TRAVERSAL);
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Uint8Array) return Math.floor(value.length * TRAVERSAL);
  if (value instanceof ListValue) return value.values().reduce((sum: number, item) => sum + traversalCost(item), 0);
  if (!isMapValue(value)) return 1;
  return value.keys().reduce((sum: number, key) => sum + traversalCost(key) + traversalCost(value.find(key) as Value), 0);
}
