import { copy, exactInteger } from '@klockwork/kernel';
import { DecodeError } from './decode-error.ts';
import { isObject, type OwnObject, setOwn } from './own-property.ts';

/** Number whose text is more exact than a double: `1.0`, `1e400`, `18446744073709551615`. Its meaning depends on its type. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Returns a number of still unknown type: plain if lossless. */
export function heldNumber(text: string): number | bigint | JsonNumber {
  const exact = exactInteger(text) ?? Number(text);
  return String(exact) === text ? exact : new JsonNumber(text);
}

/** Returns whether the value is a JSON number in any form of {@link JSON.parse} or our parser. */
export function isNumber(value: unknown): value is number | bigint | JsonNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof JsonNumber;
}

/** Copies a value without type: numbers become 64-bit integers if possible, else doubles. Throws {@link DecodeError}. */
export function untyped(value: unknown): unknown {
  if (value instanceof JsonNumber) return untypedNumber(value.text);
  if (Array.isArray(value)) return value.map(untyped);
  if (!isObject(value)) return copy(value);
  const result: OwnObject = {};
  for (const [key, child] of Object.entries(value)) if (child !== undefined) setOwn(result, key, untyped(child));
  return result;
}

/** Models `convertNumber` of `sigs.k8s.io/json`. */
function untypedNumber(text: string): number | bigint {
  const value = exactInteger(text) ?? Number(text);
  if (typeof value === 'bigint' || Number.isFinite(value)) return value;
  throw new DecodeError(`json: cannot unmarshal number ${text} into Go value of type float64`);
}
