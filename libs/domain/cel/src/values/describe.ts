import { formatGoDuration, formatTimestamp } from './time.ts';
import {
  CelError,
  Duration,
  isLibraryValue,
  isMapValue,
  ListValue,
  OptionalValue,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from './value.ts';

/** Returns the name that `type(value)` has. */
export function typeName(value: Value): string {
  if (value === null) return 'null_type';
  if (typeof value !== 'object') return PRIMITIVE_NAMES[typeof value as 'boolean'] as string;
  if (value instanceof Uint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof ListValue) return 'list';
  if (isMapValue(value)) return 'map';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof TypeValue) return 'type';
  if (value instanceof OptionalValue) return 'optional_type';
  return isLibraryValue(value) ? value.libraryType.name : '*error*';
}

const PRIMITIVE_NAMES = { boolean: 'bool', bigint: 'int', number: 'double', string: 'string' };

/** Prints a value as Go's `%v` prints it in errors. */
export function describe(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return formatTimestamp(value.nanos);
  if (value instanceof Duration) return formatGoDuration(value.nanos);
  if (value instanceof CelError) return value.message;
  return typeName(value);
}

/** Prints a double as Go's `strconv.FormatFloat(v, 'g', -1, 64)`, which CEL's `string()` uses. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 21) return plainDouble(value, power);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function plainDouble(value: number, power: number): string {
  return power < -6 ? value.toFixed(20) : String(value);
}
