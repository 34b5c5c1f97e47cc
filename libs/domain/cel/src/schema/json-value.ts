import { base64Problem, goTypeOf } from '@klockwork/api-machinery';
import { decodeBase64 } from '@klockwork/kernel';
import { ObjectMap } from '../values/map-value.ts';
import { parseGoDuration, parseTimestamp } from '../values/time.ts';
import { CelError, type Conversion, Duration, ListValue, Timestamp, type Value } from '../values/value.ts';
import { escapeName, unescapeName } from './escape.ts';
import { MapList, SetList } from './keyed-lists.ts';
import { additionalSchema, asResource, type CelSchema } from './schema.ts';

const NAMES = { escape: escapeName, unescape: unescapeName };
const conversions = new WeakMap<CelSchema, Conversion>();

/** Returns the conversion of stored JSON to values. Models `k8s.io/apiserver/pkg/cel/common.UnstructuredToVal`. */
export function conversionOf(schema: CelSchema): Conversion {
  const cachedConversion = conversions.get(schema);
  if (cachedConversion !== undefined) return cachedConversion;
  const convert = makeConversion(schema);
  const conversion: Conversion = (stored) => (stored === null || stored === undefined ? nullValue(schema) : convert(stored));
  conversions.set(schema, conversion);
  return conversion;
}

function nullValue({ nullable }: CelSchema): Value {
  return nullable === true ? null : new CelError('invalid data, got null for schema with nullable=false');
}

function makeConversion(schema: CelSchema): Conversion {
  if (schema['x-kubernetes-int-or-string'] === true) return toIntOrString;
  switch (schema.type) {
    case 'object':
      return objectConversion(schema);
    case 'array':
      return listConversion(schema);
    case 'string':
      return TEXTS[schema.format ?? ''] ?? toText;
    case 'number':
      return toDouble;
    case 'integer':
      return toInt;
    case 'boolean':
      return toBool;
    default:
      return schema['x-kubernetes-preserve-unknown-fields'] === true ? dynamicValue : () => unsupported(schema);
  }
}

function unsupported({ type }: CelSchema): CelError {
  const expected =
    'object, array, number, integer, boolean or string, or no type with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true';
  return new CelError(`invalid type, expected ${expected}, got ${type ?? ''}`);
}

const toIntOrString: Conversion = (stored) => {
  if (typeof stored === 'string') return stored;
  return asInt(stored) ?? new CelError('invalid data, expected XIntOrString value to be either a string or integer');
};

function asInt(stored: unknown): bigint | undefined {
  if (typeof stored === 'bigint') return stored;
  return typeof stored === 'number' && Number.isInteger(stored) ? BigInt(stored) : undefined;
}

const toInt: Conversion = (stored) => asInt(stored) ?? new CelError(`invalid data, expected int, got ${goTypeOf(stored)}`);
const toBool: Conversion = (stored) =>
  typeof stored === 'boolean' ? stored : new CelError(`invalid data, expected bool, got ${goTypeOf(stored)}`);

const toDouble: Conversion = (stored) => {
  if (typeof stored === 'number' || typeof stored === 'bigint') return Number(stored);
  return new CelError(`invalid data, expected float, got ${goTypeOf(stored)}`);
};

const toText: Conversion = (stored) =>
  typeof stored === 'string' ? stored : new CelError(`invalid data, expected string, got ${goTypeOf(stored)}`);

/** Converts a text of a format. */
function formatted(parse: (text: string) => Value | undefined, problem: (text: string) => string): Conversion {
  return (stored) => {
    if (typeof stored !== 'string') return toText(stored);
    return parse(stored) ?? new CelError(problem(stored));
  };
}

function wrap<T>(parsed: bigint | undefined, make: (nanos: bigint) => T): T | undefined {
  return parsed === undefined ? undefined : make(parsed);
}

const TEXTS: Readonly<Record<string, Conversion>> = {
  duration: formatted(
    (text) => wrap(parseGoDuration(text), (nanos) => new Duration(nanos)),
    (text) => `Invalid duration ${text}: unable to parse ${text} as duration`,
  ),
  date: formatted(
    (text) => wrap(parseTimestamp(`${text}T00:00:00Z`), (nanos) => new Timestamp(nanos)),
    (text) => `Invalid date formatted string ${text}`,
  ),
  'date-time': formatted(
    (text) => wrap(parseTimestamp(text), (nanos) => new Timestamp(nanos)),
    (text) => `Invalid date-time formatted string ${text}`,
  ),
  byte: formatted(
    (text) => (base64Problem(text) === undefined ? decodeBase64(text) : undefined),
    (text) => `Invalid byte formatted string ${text}: ${base64Problem(text)}`,
  ),
};

function objectConversion(schema: CelSchema): Conversion {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const properties = (isEmbedded ? asResource(schema) : schema).properties;
  const additional = additionalSchema(schema);
  const fieldConversion = (name: string): Conversion | undefined => {
    if (properties !== undefined) return Object.hasOwn(properties, name) ? conversionOf(properties[name] as CelSchema) : undefined;
    return additional === undefined ? undefined : conversionOf(additional);
  };
  const names = properties === undefined ? undefined : NAMES;
  return (stored) => {
    const isObject = typeof stored === 'object' && !Array.isArray(stored);
    if (!isObject) return new CelError('invalid data, expected a map for the provided schema with type=object');
    return new ObjectMap(stored as object, fieldConversion, names);
  };
}

function listConversion(schema: CelSchema): Conversion {
  const { items } = schema;
  if (items === undefined) return () => new CelError('invalid array type, expected Items with a non-empty Schema');
  const convert = conversionOf(items);
  const kind = schema['x-kubernetes-list-type'];
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => escapeName(key) ?? key);
  return (stored) => {
    if (!Array.isArray(stored)) return new CelError('invalid data, expected an array for the provided schema with type=array');
    if (kind === 'set') return new SetList(stored, convert);
    return kind === 'map' ? new MapList(stored, convert, keys) : new ListValue(stored, convert);
  };
}

/** Converts JSON without a schema. */
export const dynamicValue: Conversion = (stored) => {
  if (stored === null || stored === undefined) return null;
  if (Array.isArray(stored)) return new ListValue(stored, dynamicValue);
  if (typeof stored === 'object') return new ObjectMap(stored, () => dynamicValue);
  if (typeof stored === 'number') return Number.isInteger(stored) ? BigInt(stored) : stored;
  return stored as string | boolean | bigint;
};
