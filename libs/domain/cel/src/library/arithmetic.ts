import { type FunctionDeclaration, type Implementation, overload } from '../checker/function.ts';
import { BYTES, type CelType, DOUBLE, DURATION, INT, listOf, STRING, TIMESTAMP, typeParam, UINT } from '../types/type.ts';
import { isValidDuration, isValidTimestamp } from '../values/time.ts';
import { CelError, Duration, ListValue, NO_SUCH_OVERLOAD, Timestamp, Uint, type Value } from '../values/value.ts';

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;
const LIST = listOf(typeParam('A'));

function int(value: bigint): Value {
  return value < INT_MIN || value > INT_MAX ? new CelError('integer overflow') : value;
}

function uint(value: bigint): Value {
  return value < 0n || value > UINT_MAX ? new CelError('unsigned integer overflow') : new Uint(value);
}

function duration(nanos: bigint): Value {
  return isValidDuration(nanos) ? new Duration(nanos) : new CelError('duration overflow');
}

function timestamp(nanos: bigint): Value {
  return isValidTimestamp(nanos) ? new Timestamp(nanos) : new CelError('timestamp overflow');
}

/** Applies an operation to two numbers of one type. */
interface NumberOperation {
  readonly ints: (a: bigint, b: bigint) => bigint | CelError;
  readonly doubles?: (a: number, b: number) => number;
}

function applyNumbers(a: Value, b: Value, { ints, doubles }: NumberOperation): Value | undefined {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checked(ints(a, b), int);
  if (a instanceof Uint && b instanceof Uint) return checked(ints(a.value, b.value), uint);
  return typeof a === 'number' && typeof b === 'number' ? doubles?.(a, b) : undefined;
}

function checked(result: bigint | CelError, limit: (value: bigint) => Value): Value {
  return result instanceof CelError ? result : limit(result);
}

const add: Implementation = (a, b) => {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof ListValue && b instanceof ListValue) return a.add(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  return applyNumbers(a as Value, b as Value, SUM) ?? addTimes(a as Value, b as Value) ?? NO_SUCH_OVERLOAD;
};

function addTimes(a: Value, b: Value): Value | undefined {
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanos + b.nanos);
  const isMixed = (a instanceof Timestamp && b instanceof Duration) || (a instanceof Duration && b instanceof Timestamp);
  return isMixed ? timestamp((a as Timestamp).nanos + (b as Duration).nanos) : undefined;
}

const subtract: Implementation = (a, b) =>
  applyNumbers(a as Value, b as Value, DIFFERENCE) ?? subtractTimes(a as Value, b as Value) ?? NO_SUCH_OVERLOAD;

function subtractTimes(a: Value, b: Value): Value | undefined {
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanos - b.nanos);
  if (a instanceof Timestamp && b instanceof Timestamp) return duration(a.nanos - b.nanos);
  return a instanceof Timestamp && b instanceof Duration ? timestamp(a.nanos - b.nanos) : undefined;
}

const SUM: NumberOperation = { ints: (a, b) => a + b, doubles: (a, b) => a + b };
const DIFFERENCE: NumberOperation = { ints: (a, b) => a - b, doubles: (a, b) => a - b };
const PRODUCT: NumberOperation = { ints: (a, b) => a * b, doubles: (a, b) => a * b };
const QUOTIENT: NumberOperation = { ints: (a, b) => (b === 0n ? new CelError('division by zero') : a / b), doubles: (a, b) => a / b };
const REMAINDER: NumberOperation = { ints: (a, b) => (b === 0n ? new CelError('modulus by zero') : a % b) };

const numeric =
  (operation: NumberOperation): Implementation =>
  (a, b) =>
    applyNumbers(a as Value, b as Value, operation) ?? NO_SUCH_OVERLOAD;

const negate: Implementation = (value) => {
  if (typeof value === 'bigint') return int(-value);
  return typeof value === 'number' ? -value : NO_SUCH_OVERLOAD;
};

function pair(id: string, type: CelType): ReturnType<typeof overload> {
  return overload(id, [type, type], type);
}

/** Operators of numbers, texts, lists and times. */
export const arithmetic: readonly FunctionDeclaration[] = [
  {
    name: '_+_',
    checksTypes: true,
    evaluate: add,
    overloads: [
      pair('add_bytes', BYTES),
      pair('add_double', DOUBLE),
      pair('add_duration_duration', DURATION),
      overload('add_duration_timestamp', [DURATION, TIMESTAMP], TIMESTAMP),
      overload('add_timestamp_duration', [TIMESTAMP, DURATION], TIMESTAMP),
      pair('add_int64', INT),
      pair('add_list', LIST),
      pair('add_string', STRING),
      pair('add_uint64', UINT),
    ],
  },
  {
    name: '_-_',
    checksTypes: true,
    evaluate: subtract,
    overloads: [
      pair('subtract_double', DOUBLE),
      pair('subtract_duration_duration', DURATION),
      pair('subtract_int64', INT),
      overload('subtract_timestamp_duration', [TIMESTAMP, DURATION], TIMESTAMP),
      overload('subtract_timestamp_timestamp', [TIMESTAMP, TIMESTAMP], DURATION),
      pair('subtract_uint64', UINT),
    ],
  },
  {
    name: '_*_',
    checksTypes: true,
    evaluate: numeric(PRODUCT),
    overloads: [pair('multiply_double', DOUBLE), pair('multiply_int64', INT), pair('multiply_uint64', UINT)],
  },
  {
    name: '_/_',
    checksTypes: true,
    evaluate: numeric(QUOTIENT),
    overloads: [pair('divide_double', DOUBLE), pair('divide_int64', INT), pair('divide_uint64', UINT)],
  },
  { name: '_%_', checksTypes: true, evaluate: numeric(REMAINDER), overloads: [pair('modulo_int64', INT), pair('modulo_uint64', UINT)] },
  {
    name: '-_',
    checksTypes: true,
    evaluate: negate,
    overloads: [overload('negate_double', [DOUBLE], DOUBLE), overload('negate_int64', [INT], INT)],
  },
];
