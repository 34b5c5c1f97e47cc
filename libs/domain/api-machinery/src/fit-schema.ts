import { exactInteger } from '@klockwork/kernel';
import { base64Problem } from './base64-problem.ts';
import { DecodeError } from './decode-error.ts';
import { goQuote } from './go-text.ts';
import { checkDepth } from './json-depth.ts';
import { isNumber, JsonNumber, untyped } from './json-number.ts';
import { jsonTypeOf, type MismatchWords, unmarshalMismatch } from './mismatch-words.ts';
import { isObject, type OwnObject, setOwn } from './own-property.ts';
import { canonicalQuantity, QuantityError } from './quantity.ts';
import type { Schema, SchemaAlternatives } from './schema.ts';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

/** Location of a value. Its path is built for errors only. */
interface Place {
  /** Struct of the field, '' for the root. List items and map entries have the location of their list or map. */
  readonly struct: string;
  readonly field: string;
  readonly above?: Place;
  readonly words: MismatchWords;
}

/**
 * Converts a JSON value to its Go type and back: drops unknown fields, nulls, non-pointer zeros, and empty lists and maps; normalizes
 * quantities and times; adds required strings and lists. Undefined fields count as absent. Returns a fresh value. Throws {@link
 * DecodeError} with a message of `words` on type mismatch.
 */
export function fitSchema(value: unknown, schema: Schema, words: MismatchWords = unmarshalMismatch): unknown {
  return fitValue(value, schema, { struct: '', field: '', words });
}

function fitValue(value: unknown, schema: Schema, place: Place): unknown {
  if (schema.alternatives !== undefined) return fitAlternative(value, schema.alternatives, place);
  if (schema.type === 'any') {
    checkDepth(value);
    return untyped(value);
  }
  if (value === null) return zeroOf(schema);
  if (schema.type === 'object') return fitObject(value, schema, place);
  if (schema.type === 'array') return fitList(value, schema, place);
  if (schema.format !== undefined && schema.type === 'string') return fitFormatted(value, schema, place);
  if (schema.type === 'string') return typeof value === 'string' ? value : mismatch(value, schema, place);
  if (schema.type === 'boolean') return typeof value === 'boolean' ? value : mismatch(value, schema, place);
  return fitNumber(value, schema, place);
}

/** Models `JSONSchemaPropsOrArray.UnmarshalJSON` and its siblings of `k8s.io/apiextensions-apiserver`. */
function fitAlternative(value: unknown, { object, array, boolean, problem }: SchemaAlternatives, place: Place): unknown {
  if (isObject(value) && !(value instanceof JsonNumber)) return fitValue(value, object, place);
  if (Array.isArray(value) && array !== undefined) return value.length === 0 ? undefined : fitValue(value, array, place);
  if (typeof value === 'boolean' && boolean === true) return value;
  if (problem !== undefined) throw new DecodeError(problem);
  return undefined;
}

function fitObject(value: unknown, schema: Schema, place: Place): OwnObject {
  if (!isObject(value) || value instanceof JsonNumber) mismatch(value, schema, place);
  const { properties } = schema;
  return properties === undefined ? fitMap(value, schema, place) : fitStruct(value, schema, properties, place);
}

function fitMap(value: OwnObject, { additionalProperties = ANYTHING }: Schema, place: Place): OwnObject {
  const result: OwnObject = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    // Only objects of this process have undefined members; JSON has none.
    const fitted = child === undefined ? undefined : fitValue(child, additionalProperties, place);
    if (fitted !== undefined) setOwn(result, key, fitted);
  }
  return result;
}

function fitStruct(value: OwnObject, schema: Schema, properties: ReadonlyMap<string, Schema>, above: Place): OwnObject {
  const result: OwnObject = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    const field = properties.get(key) ?? schema.additionalProperties;
    if (field === undefined || child === undefined || (child === null && properties.has(key))) continue;
    const fitted = fitValue(child, field, { struct: schema.name, field: key, above, words: above.words });
    if (fitted === undefined) continue;
    if (!isLeftOut(fitted, field) || schema.required?.includes(key)) setOwn(result, key, fitted);
  }
  return withRequired(result, schema);
}

/** Adds required strings and lists as empty values, as in Go. */
function withRequired(result: OwnObject, { properties, required = [] }: Schema): OwnObject {
  for (const key of required) {
    const field = properties?.get(key);
    if (field === undefined || Object.hasOwn(result, key)) continue;
    if (field.type === 'string' && field.format === undefined) result[key] = '';
    else if (field.type === 'array') result[key] = [];
  }
  return result;
}

/** Go's JSON omits most zeros, and empty lists and maps, but not structs. */
function isLeftOut(value: unknown, { type, properties, omitsZero }: Schema): boolean {
  if (omitsZero) return value === '' || value === 0 || value === false;
  if (type === 'array') return (value as readonly unknown[]).length === 0;
  return type === 'object' && properties === undefined && Object.keys(value as object).length === 0;
}

function fitList(value: unknown, schema: Schema, place: Place): unknown[] {
  if (!Array.isArray(value)) mismatch(value, schema, place);
  const { items = ANYTHING } = schema;
  return value.map((item) => fitValue(item, items, place));
}

function fitNumber(value: unknown, schema: Schema, place: Place): number | bigint {
  if (!isNumber(value)) mismatch(value, schema, place);
  const fittedInteger = schema.type === 'integer' ? integerOf(value) : Number(value);
  if (fittedInteger === undefined || (typeof fittedInteger === 'number' && !Number.isFinite(fittedInteger))) mismatch(value, schema, place);
  if (schema.type === 'integer' && schema.format === 'int32' && !isInt32(fittedInteger)) mismatch(value, schema, place);
  return fittedInteger;
}

/** Returns a 64-bit integer; undefined for texts with fraction or exponent, regardless of value. */
function integerOf(value: number | bigint | JsonNumber): number | bigint | undefined {
  if (Number.isSafeInteger(value)) return value as number;
  const text = typeof value === 'number' && Number.isInteger(value) ? String(BigInt(value)) : String(value);
  return exactInteger(text);
}

function isInt32(value: number | bigint): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

function fitFormatted(value: unknown, schema: Schema, place: Place): unknown {
  switch (schema.format) {
    case 'quantity':
      return fitQuantity(value);
    case 'int-or-string':
      return fitIntOrString(value);
    case 'date-time':
      return fitTime(value, TIME, () => mismatch(value, schema, place));
    case 'micro-time':
      return fitTime(value, MICRO_TIME, () => mismatch(value, schema, place));
    case 'byte':
      return typeof value === 'string' ? fitBytes(value) : mismatch(value, schema, place);
    default:
      return typeof value === 'string' ? value : mismatch(value, schema, place);
  }
}

function fitQuantity(value: unknown): string {
  return canonical(typeof value === 'string' || isNumber(value) ? String(value) : JSON.stringify(value));
}

function canonical(value: string): string {
  try {
    return canonicalQuantity(value);
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeError(error.message);
    throw error;
  }
}

function fitIntOrString(value: unknown): string | number {
  if (typeof value === 'string') return value;
  const integer = isNumber(value) ? integerOf(value) : undefined;
  if (integer !== undefined && isInt32(integer)) return Number(integer);
  const kind = isNumber(value) ? `number ${value}` : jsonTypeOf(value);
  throw new DecodeError(`json: cannot unmarshal ${kind} into Go value of type int32`);
}

/** Canonical format of times, and Go's layout name. */
interface TimeForm {
  readonly layout: string;
  readonly format: (ms: number) => string;
  /** Canonical texts of recent texts: objects of a busy cluster share few instants. */
  readonly recent: Map<string, string>;
}

/** Max number of recent texts of a form. */
const RECENT_MAX = 256;
const TIME: TimeForm = { layout: '2006-01-02T15:04:05Z07:00', format: formatTime, recent: new Map() };
const MICRO_TIME: TimeForm = { layout: '2006-01-02T15:04:05.000000Z07:00', format: formatMicroTime, recent: new Map() };

function fitTime(value: unknown, form: TimeForm, otherwise: () => never): string {
  if (typeof value !== 'string') return otherwise();
  const recentFit = form.recent.get(value);
  if (recentFit !== undefined) return recentFit;
  const fitted = canonicalTime(value, form);
  if (form.recent.size >= RECENT_MAX) form.recent.clear();
  form.recent.set(value, fitted);
  return fitted;
}

function canonicalTime(value: string, { layout, format }: TimeForm): string {
  const ms = parseTime(value);
  if (ms !== undefined) return format(ms);
  throw new DecodeError(`parsing time ${goQuote(value)} as ${goQuote(layout)}: cannot parse ${goQuote(value)} as "2006"`);
}

function fitBytes(value: string): string {
  const problem = base64Problem(value);
  if (problem !== undefined) throw new DecodeError(problem);
  return value.replace(/[\r\n]/g, '');
}

/** Go's zero values for null in a list or map, by format: times stay null. */
const ZERO_TEXTS = { quantity: '0', 'int-or-string': 0, 'date-time': null, 'micro-time': null } as const;

function zeroOf(schema: Schema): unknown {
  if (schema.type === 'string') return zeroText(schema.format);
  if (schema.type === 'boolean') return false;
  if (schema.type === 'array') return [];
  return schema.type === 'object' ? withRequired({}, schema) : 0;
}

function zeroText(format: Schema['format']): string | number | null {
  return format !== undefined && Object.hasOwn(ZERO_TEXTS, format) ? ZERO_TEXTS[format as keyof typeof ZERO_TEXTS] : '';
}

const ANYTHING: Schema = { name: '', type: 'any' };

function mismatch(value: unknown, schema: Schema, place: Place): never {
  throw new DecodeError(place.words(value, schema, place.above === undefined ? '' : `${place.struct}.${pathOf(place)}`));
}

function pathOf({ field, above }: Place): string {
  return above?.above === undefined ? field : `${pathOf(above)}.${field}`;
}
