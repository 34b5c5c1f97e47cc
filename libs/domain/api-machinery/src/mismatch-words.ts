import { isNumber } from './json-number.ts';
import type { Schema } from './schema.ts';

/** Returns the message for a value of the wrong Go type. `field`: `PodSpec.spec.containers`, '' at the root. */
export type MismatchWords = (value: unknown, schema: Schema, field: string) => string;

/**
 * Returns the JSON decoder's message: `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`.
 * Models `encoding/json.UnmarshalTypeError`.
 */
export function unmarshalMismatch(value: unknown, schema: Schema, field: string): string {
  const where = field === '' ? 'Go value' : `Go struct field ${field}`;
  // The message shows out-of-range numbers, but only the type name for other mismatches.
  const description = isNumber(value) && (schema.type === 'integer' || schema.type === 'number') ? `number ${value}` : jsonTypeOf(value);
  return `json: cannot unmarshal ${description} into ${where} of type ${goTypeName(schema)}`;
}

/**
 * Returns the converter's message after a strategic merge: `unrecognized type: int32`, `cannot convert int64 to string`. Models
 * `fromUnstructured` of `k8s.io/apimachinery/pkg/runtime/converter.go`.
 */
export function convertMismatch(value: unknown, schema: Schema): string {
  if (schema.type === 'array' || schema.format === 'byte') return `cannot restore slice from ${goKindOf(value)}`;
  if (schema.type === 'object')
    return schema.properties === undefined
      ? `cannot restore map from ${goKindOf(value)}`
      : `cannot restore struct from: ${goKindOf(value)}`;
  const type = goTypeName(schema);
  return isConvertible(value, schema) ? `cannot convert ${goKindOf(value)} to ${type}` : `unrecognized type: ${type}`;
}

/** Go converts between numbers, and from integers (code points) to strings. */
function isConvertible(value: unknown, { type }: Schema): boolean {
  if (!isNumber(value)) return false;
  return type === 'string' ? goKindOf(value) === 'int64' : type !== 'boolean';
}

/** Returns the Go kind of a JSON value. */
function goKindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'bigint') return 'int64';
  if (isNumber(value)) return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map';
}

/** `string`, `number`, `bool`, `array`, `object`. */
export function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Returns the type in Go's notation: `v1.PodSpec`, `[]v1.Container`, `map[string]string`. */
function goTypeName(schema: Schema | undefined): string {
  if (schema === undefined) return 'interface {}';
  if (schema.type === 'array') return `[]${goTypeName(schema.items)}`;
  if (schema.type === 'object')
    return schema.properties === undefined
      ? `map[string]${goTypeName(schema.additionalProperties)}`
      : `${schema.goPackage ?? 'v1'}.${schema.name}`;
  return FORMATS[schema.format ?? ''] ?? SCALARS[schema.type] ?? schema.type;
}

const FORMATS: Readonly<Record<string, string>> = {
  byte: '[]uint8',
  int32: 'int32',
  int64: 'int64',
  quantity: 'resource.Quantity',
  'int-or-string': 'intstr.IntOrString',
};
const SCALARS: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64', boolean: 'bool', any: 'interface {}' };
