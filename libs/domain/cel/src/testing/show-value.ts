import { formatDouble, typeName } from '../values/describe.ts';
import { formatSeconds, formatTimestamp } from '../values/time.ts';
import { Duration, ListValue, OptionalValue, Timestamp, Uint, type Value } from '../values/value.ts';

/** Prints a value as the recorded cases print it. */
export function showValue(value: Value): string {
  if (typeof value === 'string') return goJson(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `d${formatDouble(value)}`;
  if (value instanceof Uint) return `${value.value}u`;
  if (value instanceof ListValue) return `[${value.values().map(showValue).join(',')}]`;
  if (value instanceof OptionalValue) return value.value === undefined ? 'none' : `optional(${showValue(value.value)})`;
  if (value instanceof Timestamp) return `${typeName(value)}:${formatTimestamp(value.nanos)}`;
  if (value instanceof Duration) return `${typeName(value)}:${formatSeconds(value.nanos)}`;
  return typeName(value);
}

/** Go escapes the characters of markup. */
function goJson(text: string): string {
  return JSON.stringify(text).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
