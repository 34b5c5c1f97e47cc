import type { FieldError } from '@klockwork/api-machinery';
import { describe, expect, test } from 'vitest';
import { ruleDefinitionErrors, ruleTextErrors, VersionSchema } from './index.ts';
import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from './json-schema.ts';
import recorded from './testing/rule-cases.json' with { type: 'json' };

// Recorded from k8s.io/apiextensions-apiserver 0.35.1.
interface RuleCase {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly object: object;
  readonly previous?: object;
  /** Errors of the definition. */
  readonly definition: readonly string[];
  /** Errors of the object. */
  readonly errors: readonly string[];
}

const cases = recorded as unknown as readonly RuleCase[];
const path = 'spec.versions[0].schema.openAPIV3Schema';

function printed(errors: readonly FieldError[]): string[] {
  return errors.map(({ field, message }) => `${field}: ${message}`).sort();
}

function textErrors(schema: JsonSchema, at: string): FieldError[] {
  const [items, values] = [itemSchema(schema), valueSchema(schema)];
  return [
    ...propertiesOf(schema).flatMap(([name, property]) => textErrors(property, `${at}.properties[${name}]`)),
    ...(items === undefined ? [] : textErrors(items, `${at}.items`)),
    ...(values === undefined ? [] : textErrors(values, `${at}.additionalProperties`)),
    ...ruleTextErrors(schema, at),
  ];
}

describe('rules of a definition have the errors of upstream', () => {
  test.each(cases)('definition "$name"', ({ schema, definition }) => {
    const ofTexts = textErrors(schema, path);
    expect(printed(ofTexts.length > 0 ? ofTexts : ruleDefinitionErrors(schema, path))).toEqual(definition);
  });
});

describe('rules of an object have the errors of upstream', () => {
  test.each(cases)('object of "$name"', ({ schema, object, previous, errors }) => {
    expect(printed(new VersionSchema(schema).validate({ object, previous }))).toEqual(errors);
  });
});

test('an object of wrong types is not given to the rules', () => {
  const schema = { type: 'object', properties: { a: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 5' }] } } };
  expect(printed(new VersionSchema(schema).validate({ object: { a: 'x' } }))).toEqual([
    '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    'a: Invalid value: "string": a in body must be of type integer: "string"',
  ]);
});
