import { isNumber } from './json-number.ts';
import type { Schema } from './schema.ts';

/** Words the complaint that `value` is not of its Go type. `field` is `PodSpec.spec.containers`, '' at the top. */
export type MismatchWords = (value: unknown, schema: Schema, field: string) => string;

/**
 * What the JSON decoder says: `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`.
 * Models `encoding/json.UnmarshalTypeError`.
 */
export function unmarshalMismatch(value: unknown, schema: Schema, field: string): string {
  const where = field === '' ? 'Go value' : `Go struct field ${field}`;
  // A number of the wrong size is told; of the wrong type it is only called a number.
  const told = isNumber(value) && (schema.type === 'integer' || schema.type === 'number') ? `number ${value}` : jsonTypeOf(value);
  return `json: cannot unmarshal ${told} into ${where} of type ${goTypeName(schema)}`;
}

/**
 * What the converter says that reads the result of a strategic merge: `unrecognized type: int32`, `cannot convert int64 to string`.
 * Models `fromUnstructured` of `k8s.io/apimachinery/pkg/runtime/converter.go`.
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

/** Go's own conversions go from number to number, and from an integer, as a code point, to text. */
function isConvertible(value: unknown, { type }: Schema): boolean {
  if (!isNumber(value)) return false;
  return type === 'string' ? goKindOf(value) === 'int64' : type !== 'boolean';
}

/** The kind of Go value that a JSON value is held in. */
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

/** The type as Go prints it: `v1.PodSpec`, `[]v1.Container`, `map[string]string`. */
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
