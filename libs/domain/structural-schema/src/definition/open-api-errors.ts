import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from '../json-schema.ts';
import { ruleTextErrors } from '../rules/rule-texts.ts';
import { listErrors } from './list-errors.ts';

/** Requirements of a new schema; an update of a definition that breaks one already may continue to do so. */
export interface SchemaRules {
  readonly types: boolean;
  readonly prunedDefaults: boolean;
  readonly atomicSets: boolean;
  readonly mapKeys: boolean;
}

/** Position of a schema below the root. */
interface Position {
  readonly rules: SchemaRules;
  /** Reason against defaults. */
  readonly noDefaults?: string;
  readonly isInMeta?: boolean;
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const META_FIELDS = ['apiVersion', 'kind', 'metadata'];
const UNIQUE = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';

/** Returns errors of a schema's own fields, at all depths. Models `ValidateCustomResourceDefinitionOpenAPISchema`, without the cost of rules. */
export function openApiErrors(schema: JsonSchema, path: string, rules: SchemaRules): FieldError[] {
  return [...ownErrors(schema, path, { rules }), ...belowErrors(schema, path, { rules }, true)];
}

function errorsAt(schema: JsonSchema | undefined, path: string, position: Position): FieldError[] {
  if (schema === undefined) return [];
  return [...ownErrors(schema, path, position), ...belowErrors(schema, path, position, false)];
}

function ownErrors(schema: JsonSchema, path: string, position: Position): FieldError[] {
  return [
    ...standardErrors(schema, path, position),
    ...(schema.uniqueItems ? [fieldErrors.forbidden(`${path}.uniqueItems`, UNIQUE)] : []),
    ...mapErrors(schema, path),
    ...listErrors(schema, path, position.rules),
    ...ruleTextErrors(schema, path),
  ];
}

/** Fields of JSON schema that are never supported. */
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

/** Models `specStandardValidatorV3.validate`. */
function standardErrors(schema: JsonSchema, path: string, { rules, noDefaults, isInMeta }: Position): FieldError[] {
  const { type = '', items } = schema;
  const forbid = (name: string, detail: string) => fieldErrors.forbidden(`${path}.${name}`, detail);
  const hasDefault = (schema.default ?? undefined) !== undefined && noDefaults !== undefined;
  const embeds = isInMeta && schema['x-kubernetes-embedded-resource'];
  return [
    ...(rules.types && type !== '' && !TYPES.includes(type) ? [fieldErrors.notSupported(`${path}.type`, type, TYPES)] : []),
    ...(hasDefault ? [forbid('default', `must not be set ${noDefaults}`)] : []),
    ...UNSUPPORTED.filter((name) => isPresent(schema[name])).map((name) => forbid(name, `${name} is not supported`)),
    ...(type === 'null' ? [forbid('type', 'type cannot be set to null, use nullable as an alternative')] : []),
    ...(Array.isArray(items) && items.length > 0 ? [forbid('items', 'items must be a schema object and not an array')] : []),
    ...(embeds ? [forbid('x-kubernetes-embedded-resource', 'must not be used inside of resource meta')] : []),
  ];
}

function isPresent(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '';
}

function mapErrors(schema: JsonSchema, path: string): FieldError[] {
  const mapType = schema['x-kubernetes-map-type'];
  const { type = '', additionalProperties, properties = {} } = schema;
  const exclusive = additionalProperties !== undefined && additionalProperties !== true && Object.keys(properties).length > 0;
  const wrongType = 'must be object if x-kubernetes-map-type is specified';
  const errors: FieldError[] = [];
  if (exclusive)
    errors.push(fieldErrors.forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(fieldErrors.invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  if (mapType === undefined) return errors;
  if (type !== 'object')
    errors.push(type === '' ? fieldErrors.required(`${path}.type`, wrongType) : fieldErrors.invalid(`${path}.type`, type, wrongType));
  if (mapType !== 'atomic' && mapType !== 'granular')
    errors.push(fieldErrors.notSupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']));
  return errors;
}

function belowErrors(schema: JsonSchema, path: string, position: Position, isRoot: boolean): FieldError[] {
  const { not, allOf = [], anyOf = [], oneOf = [], items } = schema;
  const ofMap = position.isInMeta ? { ...position, noDefaults: 'inside additionalProperties applying to object metadata' } : position;
  const isResource = isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const listedSchemas = Array.isArray(items) ? (items as readonly JsonSchema[]) : [];
  const all = { allOf, oneOf, anyOf };
  return [
    ...errorsAt(valueSchema(schema), `${path}.additionalProperties`, ofMap),
    ...propertiesOf(schema).flatMap(([name, field]) =>
      errorsAt(field, `${path}.properties[${name}]`, isResource ? metaPosition(name, position, isRoot) : position),
    ),
    ...errorsAt(not, `${path}.not`, position),
    ...Object.entries(all).flatMap(([key, schemas]) =>
      schemas.flatMap((one, index) => errorsAt(one, `${path}.${key}[${index}]`, position)),
    ),
    ...propertiesOf({ properties: schema.definitions ?? {} }).flatMap(([name, one]) =>
      errorsAt(one, `${path}.definitions[${name}]`, position),
    ),
    ...errorsAt(itemSchema(schema), `${path}.items`, position),
    ...listedSchemas.flatMap((one, index) => errorsAt(one, `${path}.items[${index}]`, position)),
  ];
}

function metaPosition(name: string, position: Position, isRoot: boolean): Position {
  if (!META_FIELDS.includes(name)) return position;
  return { ...position, isInMeta: true, ...(isRoot && { noDefaults: `in top-level ${name}` }) };
}
