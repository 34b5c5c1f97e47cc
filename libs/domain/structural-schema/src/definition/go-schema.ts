import { compareText } from '@klockwork/api-machinery';
import type { JsonSchema, ValidationRule } from '../json-schema.ts';
import { sortedFields } from '../json-value.ts';

/** Fields of upstream's internal type in order, with names in JSON schema and values when unset. */
const FIELDS: readonly (readonly [string, string, unknown])[] = [
  ['ID', 'id', ''],
  ['Schema', '$schema', ''],
  ['Ref', '$ref', null],
  ['Description', 'description', ''],
  ['Type', 'type', ''],
  ['Nullable', 'nullable', false],
  ['Format', 'format', ''],
  ['Title', 'title', ''],
  ['Default', 'default', null],
  ['Maximum', 'maximum', null],
  ['ExclusiveMaximum', 'exclusiveMaximum', false],
  ['Minimum', 'minimum', null],
  ['ExclusiveMinimum', 'exclusiveMinimum', false],
  ['MaxLength', 'maxLength', null],
  ['MinLength', 'minLength', null],
  ['Pattern', 'pattern', ''],
  ['MaxItems', 'maxItems', null],
  ['MinItems', 'minItems', null],
  ['UniqueItems', 'uniqueItems', false],
  ['MultipleOf', 'multipleOf', null],
  ['Enum', 'enum', null],
  ['MaxProperties', 'maxProperties', null],
  ['MinProperties', 'minProperties', null],
  ['Required', 'required', null],
  ['Items', 'items', null],
  ['AllOf', 'allOf', null],
  ['OneOf', 'oneOf', null],
  ['AnyOf', 'anyOf', null],
  ['Not', 'not', null],
  ['Properties', 'properties', null],
  ['AdditionalProperties', 'additionalProperties', null],
  ['PatternProperties', 'patternProperties', null],
  ['Dependencies', 'dependencies', null],
  ['AdditionalItems', 'additionalItems', null],
  ['Definitions', 'definitions', null],
  ['ExternalDocs', 'externalDocs', null],
  ['Example', 'example', null],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', null],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', false],
  ['XIntOrString', 'x-kubernetes-int-or-string', false],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', null],
  ['XListType', 'x-kubernetes-list-type', null],
  ['XMapType', 'x-kubernetes-map-type', null],
  ['XValidations', 'x-kubernetes-validations', null],
];

/** Returns Go's names of the set fields of a schema, in the order of upstream's type. */
export function setFields(schema: JsonSchema): string[] {
  const fields = schema as Readonly<Record<string, unknown>>;
  return FIELDS.filter(([, name, unset]) => (fields[name] ?? null) !== null && fields[name] !== unset).map(([field]) => field);
}

/** Returns a schema as upstream prints it in errors: its internal type, with all fields. */
export function goSchema(schema: JsonSchema): Readonly<Record<string, unknown>> {
  const fields = schema as Readonly<Record<string, unknown>>;
  return Object.fromEntries(FIELDS.map(([field, name, unset]) => [field, shown(field, fields[name] ?? unset)]));
}

function shown(field: string, value: unknown): unknown {
  if (value === null) return null;
  if (field === 'Not') return goSchema(value as JsonSchema);
  if (field === 'AllOf' || field === 'AnyOf' || field === 'OneOf') return (value as JsonSchema[]).map(goSchema);
  if (field === 'Items') return goItems(value as NonNullable<JsonSchema['items']>);
  if (field === 'AdditionalProperties' || field === 'AdditionalItems') return allowed(value as boolean | JsonSchema);
  if (field === 'Properties' || field === 'PatternProperties' || field === 'Definitions')
    return named(value as Readonly<Record<string, JsonSchema>>);
  if (field === 'XValidations') return (value as ValidationRule[]).map(goRule);
  if (field === 'Dependencies') return goDependencies(value as NonNullable<JsonSchema['dependencies']>);
  return sortedFields(value);
}

function goRule({ rule, message, messageExpression, reason, fieldPath, optionalOldSelf }: ValidationRule): object {
  return {
    Rule: rule ?? '',
    Message: message ?? '',
    MessageExpression: messageExpression ?? '',
    Reason: reason ?? null,
    FieldPath: fieldPath ?? '',
    OptionalOldSelf: optionalOldSelf ?? null,
  };
}

function goDependencies(dependencies: NonNullable<JsonSchema['dependencies']>): object {
  const shownOf = (one: JsonSchema | readonly string[]) =>
    Array.isArray(one) ? { Schema: null, Property: one } : { Schema: goSchema(one as JsonSchema), Property: null };
  const names = Object.keys(dependencies).sort(compareText);
  return Object.fromEntries(names.map((name) => [name, shownOf(dependencies[name] as JsonSchema)]));
}

/** Returns the schema of items, or a list of them, as upstream prints it. */
export function goItems(items: NonNullable<JsonSchema['items']>): object {
  if (!Array.isArray(items)) return { Schema: goSchema(items as JsonSchema), JSONSchemas: null };
  return { Schema: null, JSONSchemas: items.map(goSchema) };
}

function allowed(value: boolean | JsonSchema): object {
  return typeof value === 'boolean' ? { Allows: value, Schema: null } : { Allows: true, Schema: goSchema(value) };
}

function named(schemas: Readonly<Record<string, JsonSchema>>): object {
  const names = Object.keys(schemas).sort(compareText);
  return Object.fromEntries(names.map((name) => [name, goSchema(schemas[name] as JsonSchema)]));
}
