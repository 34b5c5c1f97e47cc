import { decodeUtf8, encodeUtf8 } from '@klockwork/kernel';
import { type FunctionDeclaration, type Implementation, overload } from '../checker/function.ts';
import { BOOL, BYTES, type CelType, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, typeOf, typeParam, UINT } from '../types/type.ts';
import { describe, formatDouble, typeName } from '../values/describe.ts';
import { floorDivide, formatSeconds, formatTimestamp, isValidTimestamp, parseGoDuration, parseTimestamp } from '../values/time.ts';
import { CelError, Duration, Timestamp, TypeValue, Uint, type Value } from '../values/value.ts';

const NANOS = 1_000_000_000n;
const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;
const A = typeParam('A');

function unconvertible(value: Value, target: string): CelError {
  return new CelError(`type conversion error from '${typeName(value)}' to '${target}'`);
}

function toInt(value: Value): Value {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint) return value.value > INT_MAX ? new CelError('integer overflow') : value.value;
  if (typeof value === 'number') return doubleToInt(value);
  if (typeof value === 'string') return textToInteger(value, INT_MIN, INT_MAX) ?? unconvertible(value, 'int');
  if (value instanceof Timestamp) return floorDivide(value.nanos, NANOS);
  return value instanceof Duration ? value.nanos : unconvertible(value, 'int');
}

/** The bounds themselves are refused, because doubles round to them. */
function doubleToInt(value: number): Value {
  const isInRange = value > -(2 ** 63) && value < 2 ** 63;
  return isInRange ? BigInt(Math.trunc(value)) : new CelError('integer overflow');
}

function textToInteger(text: string, min: bigint, max: bigint): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value < min || value > max ? undefined : value;
}

function toUint(value: Value): Value {
  if (value instanceof Uint) return value;
  if (typeof value === 'bigint') return value < 0n ? new CelError('unsigned integer overflow') : new Uint(value);
  if (typeof value === 'number') {
    const isInRange = value >= 0 && value < 2 ** 64;
    return isInRange ? new Uint(BigInt(Math.trunc(value))) : new CelError('unsigned integer overflow');
  }
  const parsed = typeof value === 'string' && !/^[+-]/.test(value) ? textToInteger(value, 0n, UINT_MAX) : undefined;
  return parsed === undefined ? unconvertible(value, 'uint') : new Uint(parsed);
}

function toDouble(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint) return Number(value.value);
  return typeof value === 'string' ? (textToDouble(value) ?? unconvertible(value, 'double')) : unconvertible(value, 'double');
}

function textToDouble(text: string): number | undefined {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function toText(value: Value): Value {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value === 'bigint' || typeof value === 'boolean' || value instanceof Uint) return describe(value);
  if (value instanceof Timestamp) return formatTimestamp(value.nanos);
  if (value instanceof Duration) return formatSeconds(value.nanos);
  return value instanceof Uint8Array ? bytesToText(value) : unconvertible(value, 'string');
}

function bytesToText(bytes: Uint8Array): Value {
  const text = decodeUtf8(bytes);
  const isValid = !text.includes('\ufffd') || equalBytes(encodeUtf8(text), bytes);
  return isValid ? text : new CelError('invalid UTF-8 in bytes, cannot convert to string');
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  TRUE: true,
  true: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  FALSE: false,
  false: false,
  False: false,
};

function toBool(value: Value): Value {
  if (typeof value === 'boolean') return value;
  const parsed = typeof value === 'string' && Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : undefined;
  return parsed ?? unconvertible(value, 'bool');
}

function toBytes(value: Value): Value {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? encodeUtf8(value) : unconvertible(value, 'bytes');
}

function toDuration(value: Value): Value {
  if (value instanceof Duration) return value;
  if (typeof value === 'bigint') return new Duration(value);
  const nanos = typeof value === 'string' ? parseGoDuration(value) : undefined;
  return nanos === undefined ? unconvertible(value, 'google.protobuf.Duration') : new Duration(nanos);
}

function toTimestamp(value: Value): Value {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'bigint') {
    const nanos = value * NANOS;
    return isValidTimestamp(nanos) ? new Timestamp(nanos) : new CelError('timestamp overflow');
  }
  const nanos = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (nanos === undefined) return unconvertible(value, 'google.protobuf.Timestamp');
  return isValidTimestamp(nanos) ? new Timestamp(nanos) : new CelError('timestamp overflow');
}

const NAMES = new Map<CelType, string>([
  [BOOL, 'bool'],
  [BYTES, 'bytes'],
  [DOUBLE, 'double'],
  [DURATION, 'duration'],
  [INT, 'int64'],
  [STRING, 'string'],
  [TIMESTAMP, 'timestamp'],
  [UINT, 'uint64'],
]);

function conversion(
  name: string,
  target: CelType,
  options: { readonly sources: readonly CelType[]; readonly convert: (value: Value) => Value },
): FunctionDeclaration {
  const overloads = options.sources.map((source) => overload(`${NAMES.get(source)}_to_${NAMES.get(target)}`, [source], target));
  const evaluate: Implementation = (value) => options.convert(value as Value);
  return { name, evaluate, overloads };
}

const typeFunction: Implementation = (value) => new TypeValue(typeName(value as Value));
const identity: Implementation = (value) => value as Value;

/** Conversions between types; each overload is named `FROM_to_TO`. */
export const conversions: readonly FunctionDeclaration[] = [
  conversion('bool', BOOL, { sources: [BOOL, STRING], convert: toBool }),
  conversion('bytes', BYTES, { sources: [BYTES, STRING], convert: toBytes }),
  conversion('double', DOUBLE, { sources: [DOUBLE, INT, STRING, UINT], convert: toDouble }),
  conversion('duration', DURATION, { sources: [DURATION, INT, STRING], convert: toDuration }),
  conversion('int', INT, { sources: [INT, DOUBLE, DURATION, STRING, TIMESTAMP, UINT], convert: toInt }),
  conversion('string', STRING, { sources: [STRING, BOOL, BYTES, DOUBLE, DURATION, INT, TIMESTAMP, UINT], convert: toText }),
  conversion('timestamp', TIMESTAMP, { sources: [TIMESTAMP, INT, STRING], convert: toTimestamp }),
  conversion('uint', UINT, { sources: [UINT, DOUBLE, INT, STRING], convert: toUint }),
  { name: 'type', evaluate: typeFunction, overloads: [overload('type', [A], typeOf(A))] },
  { name: 'dyn', evaluate: identity, overloads: [overload('to_dyn', [A], DYN)] },
];
