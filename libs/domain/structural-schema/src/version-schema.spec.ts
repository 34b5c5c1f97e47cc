import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EmbeddedError, type JsonSchema, VersionSchema } from './index.ts';

const resource = { apiVersion: 'example.com/v1', kind: 'Box' };

const withSpec = (spec: JsonSchema): VersionSchema =>
  new VersionSchema({ type: 'object', properties: { spec: { type: 'object', properties: { x: spec } }, status: { type: 'object' } } });

const errorsOf = (schema: VersionSchema, x: unknown, before?: unknown) =>
  schema
    .validate({ object: { ...resource, spec: { x } }, previous: before === undefined ? undefined : { ...resource, spec: { x: before } } })
    .map(({ field, message }) => `${field}: ${message}`);

test.each<[string, JsonSchema, unknown, readonly string[]]>([
  ['type', { type: 'integer' }, 'a', ['spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"']],
  ['null', { type: 'string' }, null, ['spec.x: Invalid value: "null": spec.x in body must be of type string: "null"']],
  ['nullable', { type: 'string', nullable: true }, null, []],
  ['enumeration', { type: 'string', enum: ['a', 'b'] }, 'c', ['spec.x: Unsupported value: "c": supported values: "a", "b"']],
  ['required field', { type: 'object', required: ['y'] }, {}, ['spec.x.y: Required value']],
  ['length', { type: 'string', maxLength: 2 }, '😀😀😀', ['spec.x: Too long: may not be more than 2 bytes']],
  ['characters', { type: 'string', maxLength: 3 }, '😀😀😀', []],
  ['items', { type: 'array', maxItems: 1 }, [1, 2], ['spec.x: Too many: 2: must have at most 1 item']],
  ['minimum', { type: 'integer', minimum: 1 }, 0, ['spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1']],
  ['pattern', { type: 'string', pattern: '(?i)^a' }, 'b', ['spec.x: Invalid value: "b": spec.x in body should match \'(?i)^a\'']],
  ['format', { type: 'string', format: 'ipv4' }, 'b', ['spec.x: Invalid value: "b": spec.x in body must be of type ipv4: "b"']],
  ['unknown format', { type: 'string', format: 'colour' }, 'b', []],
  [
    'int-or-string',
    { 'x-kubernetes-int-or-string': true },
    true,
    ['spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean"'],
  ],
  ['set', { type: 'array', items: { type: 'integer' }, 'x-kubernetes-list-type': 'set' }, [1, 2, 1], ['spec.x[2]: Duplicate value: 1']],
  ['composite', { type: 'integer', not: { enum: [1] } }, 1, ['<nil>: Invalid value: "": "spec.x" must not validate the schema (not)']],
])('a value is validated by its %s', (_rule, schema, value, expected) => {
  expect(errorsOf(withSpec(schema), value)).toEqual(expected);
});

test('an update keeps invalid fields that it does not change', () => {
  const schema = withSpec({ type: 'object', properties: { old: { type: 'string', maxLength: 1 }, other: { type: 'integer' } } });
  expect(errorsOf(schema, { old: 'long', other: 2 }, { old: 'long', other: 1 })).toEqual([]);
  expect(errorsOf(schema, { old: 'longer', other: 1 }, { old: 'long', other: 1 })).toEqual([
    'spec.x.old: Too long: may not be more than 1 byte',
  ]);
});

test('a status write is validated below the status alone', () => {
  const properties = { spec: { type: 'string' }, status: { type: 'object', properties: { ready: { type: 'boolean' } } } };
  const schema = new VersionSchema({ type: 'object', properties });
  const object = { ...resource, spec: 1, status: { ready: 'yes' } };
  expect(schema.validateStatus({ object, previous: { ...resource, spec: 1 } }).map(({ field, message }) => `${field}: ${message}`)).toEqual(
    ['status.ready: Invalid value: "string": ready in body must be of type boolean: "string"'],
  );
});

test('an object read from the log loses undeclared fields and gets defaults', () => {
  const schema = withSpec({ type: 'string', default: 'a' });
  const object = { ...resource, metadata: { name: 'mine' }, spec: { x: null, y: 1 }, other: {} };
  schema.read(object);
  expect(object).toEqual({ ...resource, metadata: { name: 'mine' }, spec: { x: 'a' } });
});

test('invalid metadata of an embedded resource is refused in a body, and dropped in the log', () => {
  const schema = withSpec({ type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true });
  const object = () => ({ ...resource, spec: { x: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: 1, colour: 'red' } } } });
  expect(() => schema.fit(object())).toThrow(EmbeddedError);
  const stored = object();
  schema.read(stored);
  expect(stored.spec.x.metadata).toEqual({ name: 'a' });
});

test('unknown metadata of an embedded resource is named', () => {
  const schema = withSpec({ type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true });
  const object = { ...resource, spec: { x: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', colour: 'red' } }, y: 1 } };
  expect(schema.fit(object)).toEqual(['spec.y', 'spec.x.metadata.colour']);
});

test('further checks follow those of the schema', () => {
  const schema = new VersionSchema(
    { type: 'object', required: ['spec'] },
    { checks: [(_write, errors) => [{ reason: 'FieldValueInvalid', field: 'spec', message: `Invalid value: after ${errors.length}` }]] },
  );
  expect(schema.validate({ object: resource }).map(({ message }) => message)).toEqual(['Required value', 'Invalid value: after 1']);
});

test('a schema of 400 levels is applied', () => {
  const nested = (depth: number): JsonSchema =>
    depth === 0 ? { type: 'integer' } : { type: 'object', properties: { x: nested(depth - 1) }, default: {} };
  const nestedValue = (depth: number): unknown => (depth === 0 ? 'a' : { x: nestedValue(depth - 1), y: 1 });
  const schema = new VersionSchema({ type: 'object', properties: { x: nested(400) } });
  const object = { ...resource, x: nestedValue(400) };
  expect(schema.fit(object)).toHaveLength(400);
  schema.setDefaults(object);
  expect(schema.validate({ object })).toHaveLength(1);
});

test('a pattern matches in linear time', () => {
  const schema = withSpec({ type: 'string', pattern: '^(a+)+$' });
  expect(errorsOf(schema, `${'a'.repeat(10_000)}b`)).toHaveLength(1);
});

test('a fitted object with defaults stays unchanged when read', () => {
  const schema = withSpec({
    type: 'object',
    properties: { a: { type: 'string', default: 'b' }, c: { type: 'array', items: { type: 'integer', default: 1 } } },
  });
  fc.assert(
    fc.property(fc.jsonValue(), (x) => {
      const object = { ...resource, spec: { x } } as object;
      schema.fit(object);
      schema.setDefaults(object);
      const once = JSON.stringify(object);
      schema.read(object);
      expect(JSON.stringify(object)).toBe(once);
    }),
  );
});
