import {
  CelError,
  Duration,
  isLibraryValue,
  isMapValue,
  ListValue,
  type MapValue,
  OptionalValue,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from './value.ts';

/** Compares two values; numbers of all types by value, values of other distinct types are unequal. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return !Number.isNaN(a);
  if (a === null || b === null) return false;
  if (typeof a !== 'object') return isNumeric(a) && isNumeric(b) && compareNumbers(a, b) === 0;
  if (a instanceof Uint) return isNumeric(b) && compareNumbers(a, b) === 0;
  return equalObjects(a, b);
}

function equalObjects(a: Exclude<Value, null | boolean | bigint | number | string>, b: Value): boolean {
  if (a instanceof ListValue) return b instanceof ListValue && a.equals(b, equal) === true;
  if (isMapValue(a)) return isMapValue(b) && equalMaps(a, b);
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos;
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof OptionalValue) return b instanceof OptionalValue && equalOptionals(a, b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
  return isLibraryValue(a) && a.equals(b);
}

function equalOptionals(a: OptionalValue, b: OptionalValue): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return equal(a.value, b.value);
}

function equalMaps(a: MapValue, b: MapValue): boolean {
  if (a.size !== b.size) return false;
  return a.keys().every((key) => {
    const other = b.find(key);
    return other !== undefined && equal(a.find(key) as Value, other);
  });
}

/** Type of numbers. */
export type Numeric = bigint | number | Uint;

function isNumeric(value: Value): value is Numeric {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint;
}

/** Returns -1, 0 or 1; undefined with NaN. */
function compareNumbers(a: Numeric, b: Numeric): number | undefined {
  const left = a instanceof Uint ? a.value : a;
  const right = b instanceof Uint ? b.value : b;
  if (Number.isNaN(left) || Number.isNaN(right)) return undefined;
  // Integers become doubles beside doubles, as in cel-go.
  if (typeof left !== typeof right) return compareDoubles(Number(left), Number(right));
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareDoubles(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

/** Compares by code points, as UTF-8 bytes order. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return orderOf(left) < orderOf(right) ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

/** Moves surrogates above all other code units. */
function orderOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Orders two values of one ordered type: -1, 0, 1; an error for others. */
export function compare(a: Value, b: Value): number | CelError {
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) ?? new CelError('NaN values cannot be ordered');
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (a instanceof Timestamp && b instanceof Timestamp) return compareNanos(a, b);
  if (a instanceof Duration && b instanceof Duration) return compareNanos(a, b);
  return new CelError('no such overload');
}

function compareNanos(a: Timestamp | Duration, b: Timestamp | Duration): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}
