import { copy, exactInteger } from '@klockwork/kernel';
import { DecodeError } from './decode-error.ts';
import { isObject, type OwnObject, setOwn } from './own-property.ts';

/** A number of a body whose text says more than the number would: `1.0`, `1e400`, `18446744073709551615`. Only its type tells what it means. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** A number as it is held until its type is known: plain where nothing is lost. */
export function heldNumber(text: string): number | bigint | JsonNumber {
  const exact = exactInteger(text) ?? Number(text);
  return String(exact) === text ? exact : new JsonNumber(text);
}

/** What {@link JSON.parse} and the readers above make of a JSON number. */
export function isNumber(value: unknown): value is number | bigint | JsonNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof JsonNumber;
}

/** A copy of what has no type: a number is an integer of 64 bits if it can be, else one of floating point. Throws {@link DecodeError}. */
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
