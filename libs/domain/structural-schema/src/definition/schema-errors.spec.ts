import { expect, test } from 'vitest';
import type { JsonSchema } from '../index.ts';
import { nonStructuralMessage, schemaErrors } from '../index.ts';
import lines from '../testing/definition-cases.json' with { type: 'json' };

/** Schema of a definition, with the errors of `k8s.io/apiextensions-apiserver` 1.35. */
interface DefinitionCase {
  readonly schema: JsonSchema;
  readonly errors: readonly string[];
}

const errorsOf = (schema: JsonSchema, previous: readonly JsonSchema[] = []) =>
  schemaErrors(schema, { path: 'spec.validation', hasStatus: false, previous }).map(
    ({ field, reason, message }) => `${field.replace('spec.validation.', '')}: ${reason}: ${message}`,
  );

test('schemas of definitions are refused as upstream does', () => {
  expect(lines.length).toBeGreaterThan(100);
  for (const [index, line] of lines.entries()) {
    const { schema, errors } = JSON.parse(line) as DefinitionCase;
    expect([...new Set(errorsOf(schema))].sort(), `case ${index}`).toEqual([...new Set(errors)].sort());
  }
});

const withSpec = (spec: JsonSchema): JsonSchema => ({ type: 'object', properties: { spec } });

test('an update keeps an old violation, and refuses a new one', () => {
  const set: JsonSchema = { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'set' };
  expect(errorsOf(withSpec(set))).toHaveLength(1);
  expect(errorsOf(withSpec(set), [withSpec(set)])).toEqual([]);
  expect(errorsOf(withSpec(set), [withSpec({ type: 'object' })])).toHaveLength(1);
});

test('only some fields are allowed at the root beside a status subresource', () => {
  const schema: JsonSchema = { type: 'object', maxProperties: 3 };
  const [error] = schemaErrors(schema, { path: 'spec.validation', hasStatus: true });
  expect(error?.field).toBe('spec.validation.openAPIV3Schema');
  expect(error?.message.startsWith('Invalid value: {"ID":"","Schema":"","Ref":null,"Description":"","Type":"object",')).toBe(true);
  expect(error?.message.endsWith('fields are allowed at the root of the schema if the status subresource is enabled')).toBe(true);
});

test('a schema that is not structural has a message for its condition', () => {
  const path = 'spec.versions[0].schema.openAPIV3Schema';
  expect(nonStructuralMessage([{ schema: withSpec({ type: 'string' }), path }])).toBeUndefined();
  expect(nonStructuralMessage([{ schema: { properties: { spec: {} } }, path }])).toBe(
    `[${path}.properties[spec].type: Required value: must not be empty for specified object fields, ` +
      `${path}.type: Required value: must not be empty at the root]`,
  );
});

test('a schema of 450 levels and one of 20,000 fields are validated', () => {
  const nested = (depth: number): JsonSchema =>
    depth === 0 ? { type: 'integer' } : { type: 'object', properties: { x: nested(depth - 1) }, default: {} };
  expect(errorsOf(withSpec(nested(450)))).toEqual([]);
  const properties = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`field${index}`, { type: 'string', maxLength: 63 } as const]),
  );
  expect(errorsOf(withSpec({ type: 'object', properties }))).toEqual([]);
});
