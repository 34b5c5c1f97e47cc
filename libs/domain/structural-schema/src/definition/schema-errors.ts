import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { JsonSchema } from '../json-schema.ts';
import { equalJson } from '../json-value.ts';
import { ruleDefinitionErrors } from '../rules/definition-errors.ts';
import { defaultErrors } from './default-errors.ts';
import { everySchema } from './every-schema.ts';
import { goSchema, setFields } from './go-schema.ts';
import { keyFieldErrors, setErrors } from './list-errors.ts';
import { openApiErrors, type SchemaRules } from './open-api-errors.ts';
import { structuralErrors } from './structural-errors.ts';

/** Fields allowed at the root beside a status subresource. */
const ROOT_FIELDS =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations';

/** Requirements of a new definition. */
const STRICT: SchemaRules = { types: true, prunedDefaults: true, atomicSets: true, mapKeys: true };

const TYPES = new Set(['', 'array', 'boolean', 'integer', 'number', 'object', 'string']);

/** Context of a schema in its definition. */
export interface SchemaPlace {
  /** Path of the version's schema or, if all versions have the same, `spec.validation`. */
  readonly path: string;
  readonly hasStatus: boolean;
  /** Schemas of the definition before an update. */
  readonly previous?: readonly JsonSchema[];
}

/** Returns errors of a schema in a definition. Models `validateCustomResourceDefinitionValidation`. */
export function schemaErrors(schema: JsonSchema, { path: above, hasStatus, previous = [] }: SchemaPlace): FieldError[] {
  const path = `${above}.openAPIV3Schema`;
  const rules = rulesAfter(previous);
  const unsupported = everySchema(schema).some(({ $schema }) => $schema);
  const errors = [
    ...(hasStatus ? rootErrors(schema, path) : []),
    ...(schema.nullable ? [fieldErrors.forbidden(`${path}.nullable`, 'nullable cannot be true at the root')] : []),
    ...(isUnsupported(schema) ? [] : shapeErrors(schema, path, rules)),
    ...openApiErrors(schema, path, rules),
  ];
  if (errors.length > 0) return errors;
  if (unsupported) return [fieldErrors.invalid(path, '', "OpenAPIV3Schema 'schema' is not supported")];
  // Costs of known rules may have grown with a version of Kubernetes.
  return previous.some((one) => equalJson(one, schema)) ? [] : ruleDefinitionErrors(schema, path);
}

/** Returns whether upstream cannot convert a schema to a structural one. */
function isUnsupported(schema: JsonSchema): boolean {
  return everySchema(schema).some((one) => {
    const { id, $schema, $ref, patternProperties, dependencies, definitions, additionalItems, items } = one;
    const maps = [patternProperties, dependencies, definitions].some((map) => map !== undefined && Object.keys(map).length > 0);
    const hasFalse = one['x-kubernetes-preserve-unknown-fields'] === false;
    return (
      Boolean(id || $schema || $ref) || maps || additionalItems !== undefined || (Array.isArray(items) && items.length > 0) || hasFalse
    );
  });
}

function shapeErrors(schema: JsonSchema, path: string, rules: SchemaRules): FieldError[] {
  const errors = structuralErrors(schema, path);
  return errors.length > 0 ? errors : defaultErrors(schema, path, { pruned: rules.prunedDefaults });
}

function rootErrors(schema: JsonSchema, path: string): FieldError[] {
  for (const field of setFields(schema)) {
    if (field === 'Type' && schema.type !== 'object') {
      const detail = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      return [fieldErrors.invalid(`${path}.type`, schema.type, detail)];
    }
    if (ROOT_FIELDS.split(' ').includes(field)) continue;
    const detail = `only [${ROOT_FIELDS}] fields are allowed at the root of the schema if the status subresource is enabled`;
    return [fieldErrors.invalid(path, goSchema(schema), detail)];
  }
  return [];
}

/** Returns the requirements that the previous schemas meet: an update may keep what it did not break. */
function rulesAfter(previous: readonly JsonSchema[]): SchemaRules {
  if (previous.length === 0) return STRICT;
  const all = previous.flatMap(everySchema);
  const arePruned = previous.every((schema) => structuralErrors(schema, '').length > 0 || defaultsArePruned(schema));
  return {
    types: all.every(({ type = '' }) => TYPES.has(type)),
    prunedDefaults: arePruned,
    atomicSets: all.every((schema) => setErrors(schema, '').length === 0),
    mapKeys: all.every((schema) => keyFieldErrors(schema, '').length === 0),
  };
}

function defaultsArePruned(schema: JsonSchema): boolean {
  return !defaultErrors(schema, '', { pruned: true }).some(({ message }) => message.endsWith('must not have unknown fields'));
}

/** Returns the message of the condition NonStructuralSchema; undefined for structural schemas. Models `calculateCondition`. */
export function nonStructuralMessage(schemas: readonly { readonly schema: JsonSchema; readonly path: string }[]): string | undefined {
  const texts = schemas.flatMap(({ schema, path }) => structuralErrors(schema, path).map(({ field, message }) => `${field}: ${message}`));
  const unique = [...new Set(texts)];
  if (unique.length === 0) return undefined;
  return unique.length === 1 ? unique[0] : `[${unique.join(', ')}]`;
}
