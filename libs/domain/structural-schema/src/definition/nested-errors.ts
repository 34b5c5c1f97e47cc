import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { itemSchema, type JsonSchema, propertiesOf } from '../json-schema.ts';
import { compilePattern } from '../regular-expression.ts';

/** Forbidden fields of nested schemas, by the state that they may have. */
const FORBIDDEN: readonly (readonly [keyof JsonSchema, string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

/** Returns errors of a schema in `allOf`, `anyOf`, `oneOf` or `not`. Models `validateNestedValueValidation`. */
export function nestedErrors(schema: JsonSchema, path: string, { skipsAnyOf = false } = {}): FieldError[] {
  const { allOf = [], anyOf = [], oneOf = [], not } = schema;
  const items = itemSchema(schema);
  const set = FORBIDDEN.filter(([name]) => isSet(schema[name], name === 'default'));
  const hasMetadata = schema.properties?.metadata !== undefined;
  return [
    ...(skipsAnyOf ? [] : anyOf.flatMap((one, index) => nestedErrors(one, `${path}.anyOf[${index}]`))),
    ...allOf.flatMap((one, index) => nestedErrors(one, `${path}.allOf[${index}]`)),
    ...oneOf.flatMap((one, index) => nestedErrors(one, `${path}.oneOf[${index}]`)),
    ...(not === undefined ? [] : nestedErrors(not, `${path}.not`)),
    ...patternErrors(schema, path),
    ...(items === undefined ? [] : nestedErrors(items, `${path}.items`)),
    ...propertiesOf(schema).flatMap(([name, field]) => nestedErrors(field, `${path}.properties[${name}]`)),
    ...set.map(([name, detail]) => fieldErrors.forbidden(`${path}.${name}`, detail)),
    ...(hasMetadata ? [fieldErrors.forbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context')] : []),
  ];
}

/** A default counts even if it is empty. */
function isSet(value: unknown, isDefault: boolean): boolean {
  if (value === undefined || value === null || isDefault) return (value ?? undefined) !== undefined;
  return value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** Returns the error of an invalid pattern. */
export function patternErrors({ pattern = '' }: JsonSchema, path: string): FieldError[] {
  if (pattern === '') return [];
  const compiledPattern = compilePattern(pattern);
  if (!('problem' in compiledPattern)) return [];
  return [fieldErrors.invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${compiledPattern.problem}`)];
}
