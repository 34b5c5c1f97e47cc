import { DecodeError, fitSchema } from '@klockwork/api-machinery';
import { describe, expect, test } from 'vitest';
import { schemaOf } from './schema-of.ts';

const PROPS = schemaOf('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps');
const fit = (schema: object): unknown => {
  try {
    return fitSchema(schema, PROPS);
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
};

// Recorded from k8s.io/apiextensions-apiserver 0.35.1.
describe('schemas inside a schema of a definition have their types', () => {
  test.each([
    [{ items: { required: true } }, 'json: cannot unmarshal bool into Go struct field JSONSchemaProps.items.required of type []string'],
    [{ items: [{ required: true }] }, 'json: cannot unmarshal bool into Go struct field JSONSchemaProps.items.required of type []string'],
    [
      { items: { items: { type: 5 } } },
      'json: cannot unmarshal number into Go struct field JSONSchemaProps.items.items.type of type string',
    ],
    [
      { additionalProperties: { required: true } },
      'json: cannot unmarshal bool into Go struct field JSONSchemaProps.additionalProperties.required of type []string',
    ],
    [{ additionalProperties: 'x' }, 'boolean or JSON schema expected'],
    [{ additionalProperties: [] }, 'boolean or JSON schema expected'],
    [{ dependencies: { a: [1] } }, 'json: cannot unmarshal number into Go struct field JSONSchemaProps.dependencies of type string'],
    [
      { dependencies: { a: { required: true } } },
      'json: cannot unmarshal bool into Go struct field JSONSchemaProps.dependencies.required of type []string',
    ],
  ])('%j is refused: %s', (schema, message) => {
    expect(fit(schema)).toBe(message);
  });

  test.each([
    [{ items: { type: 'string', unknown: 1 } }, { items: { type: 'string' } }],
    [{ items: [{ type: 'string' }] }, { items: [{ type: 'string' }] }],
    [{ items: [] }, {}],
    [{ items: true }, {}],
    [{ items: null }, {}],
    [{ additionalProperties: true }, { additionalProperties: true }],
    [{ additionalProperties: false }, { additionalProperties: false }],
    [{ dependencies: { a: ['b'], c: { type: 'string' }, d: 'x' } }, { dependencies: { a: ['b'], c: { type: 'string' } } }],
  ])('%j becomes %j', (schema, expected) => {
    expect(fit(schema)).toEqual(expected);
  });
});
