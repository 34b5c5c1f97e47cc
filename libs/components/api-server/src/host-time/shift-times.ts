import { parseTime, type Schema } from '@klockwork/api-machinery';

/** Milliseconds, and finer digits of a MicroTime. */
const FRACTION = /\.(\d{3})(\d*)(?=Z|[+-])/;

/**
 * Returns a copy of `value` with all times shifted by `shiftMs`. Times are fields with format date-time or micro-time in the schema; other
 * strings are unchanged.
 */
export function shiftTimes<T>(value: T, schema: Schema, shiftMs: number): T {
  return shifted(value, schema, shiftMs) as T;
}

function shifted(value: unknown, schema: Schema | undefined, shiftMs: number): unknown {
  if (schema === undefined || value === null || value === undefined) return value;
  if (typeof value === 'string') return isTime(schema) ? shiftedTime(value, shiftMs) : value;
  if (Array.isArray(value)) return schema.items === undefined ? value : value.map((item) => shifted(item, schema.items, shiftMs));
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, field]) => [name, shifted(field, fieldOf(schema, name), shiftMs)]);
  return Object.fromEntries(entries);
}

function fieldOf({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  return properties === undefined ? additionalProperties : properties.get(name);
}

function isTime({ format }: Schema): boolean {
  return format === 'date-time' || format === 'micro-time';
}

/** Keeps the text's precision, and truncates fractions, so that no time is later than exact. */
function shiftedTime(text: string, shiftMs: number): string {
  const ms = parseTime(text);
  if (ms === undefined) return text;
  const iso = new Date(ms + shiftMs).toISOString();
  const [, , finer] = FRACTION.exec(text) ?? [];
  return finer === undefined ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, 23)}${finer}Z`;
}
