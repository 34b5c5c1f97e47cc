import { compareText, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from '../json-schema.ts';
import { equalJson } from '../json-value.ts';
import { completenessErrors } from './completeness-errors.ts';
import { nestedErrors, patternErrors } from './nested-errors.ts';

/** Position of a schema: types are required at each, with other words. */
type Level = 'root' | 'item' | 'field';

const TYPE_REQUIRED: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/** Returns why a schema is not structural, sorted. Models `ValidateStructural` of `pkg/apiserver/schema`. */
export function structuralErrors(schema: JsonSchema, path: string): FieldError[] {
  const errors = [...invariantErrors(schema, 'root', path), ...completenessErrors(schema, path)];
  return errors.sort((a, b) => compareText(`${a.field}: ${a.message}`, `${b.field}: ${b.message}`));
}

/** Models `validateStructuralInvariants`. */
function invariantErrors(schema: JsonSchema, level: Level, path: string): FieldError[] {
  const items = itemSchema(schema);
  const values = valueSchema(schema);
  const isRootMap = level === 'root' && schema.additionalProperties !== undefined;
  return [
    ...(schema.type === 'array' && items === undefined ? [fieldErrors.required(`${path}.items`, 'must be specified')] : []),
    ...(items === undefined ? [] : invariantErrors(items, 'item', `${path}.items`)),
    ...propertiesOf(schema).flatMap(([name, field]) => invariantErrors(field, 'field', `${path}.properties[${name}]`)),
    ...(isRootMap ? [fieldErrors.forbidden(`${path}.additionalProperties`, 'must not be used at the root')] : []),
    ...(values === undefined ? [] : invariantErrors(values, 'field', `${path}.additionalProperties`)),
    ...extensionErrors(schema, path),
    ...alternativeErrors(schema, path),
    ...typeErrors(schema, level, path),
    ...resourceErrors(schema, level, path),
  ];
}

function extensionErrors(schema: JsonSchema, path: string): FieldError[] {
  if (!schema['x-kubernetes-int-or-string']) return [];
  const names = ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const;
  const detail = 'must be false if x-kubernetes-int-or-string is true';
  return names.filter((name) => schema[name]).map((name) => fieldErrors.invalid(`${path}.${name}`, true, detail));
}

/** Both types may be stated in `anyOf`, beside `x-kubernetes-int-or-string`, or in the first of `allOf`. */
const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

function alternativeErrors(schema: JsonSchema, path: string): FieldError[] {
  const { allOf = [], anyOf = [], oneOf = [], not } = schema;
  const named = equalJson(anyOf, INT_OR_STRING);
  const namedFirst = equalJson(allOf[0]?.anyOf, INT_OR_STRING);
  return [
    ...(named ? [] : anyOf.flatMap((one, index) => nestedErrors(one, `${path}.anyOf[${index}]`))),
    ...allOf.flatMap((one, index) => nestedErrors(one, `${path}.allOf[${index}]`, { skipsAnyOf: namedFirst && index === 0 })),
    ...oneOf.flatMap((one, index) => nestedErrors(one, `${path}.oneOf[${index}]`)),
    ...(not === undefined ? [] : nestedErrors(not, `${path}.not`)),
    ...patternErrors(schema, path),
  ];
}

function typeErrors(schema: JsonSchema, level: Level, path: string): FieldError[] {
  const { type = '', ...source } = schema;
  const at = `${path}.type`;
  const embeddedProblem = 'must be object if x-kubernetes-embedded-resource is true';
  const errors: FieldError[] = [];
  if (source['x-kubernetes-embedded-resource'] && type !== 'object')
    errors.push(type === '' ? fieldErrors.required(at, embeddedProblem) : fieldErrors.invalid(at, type, embeddedProblem));
  else if (type === '' && !source['x-kubernetes-int-or-string'] && !source['x-kubernetes-preserve-unknown-fields'])
    errors.push(fieldErrors.required(at, TYPE_REQUIRED[level]));
  if (level === 'root' && type !== '' && type !== 'object') errors.push(fieldErrors.invalid(at, type, 'must be object at the root'));
  return errors;
}

function resourceErrors(schema: JsonSchema, level: Level, path: string): FieldError[] {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const { metadata, ...fields } = schema.properties ?? {};
  const isResource = level === 'root' || isEmbedded;
  const mapped = isEmbedded && schema.additionalProperties !== undefined;
  const wrong = (['kind', 'apiVersion'] as const).filter((name) => isResource && fields[name] && fields[name].type !== 'string');
  const isEmpty = isEmbedded && !schema['x-kubernetes-preserve-unknown-fields'] && propertiesOf(schema).length === 0;
  const whenEmpty = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  return [
    ...(mapped ? [fieldErrors.forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set')] : []),
    ...wrong.map((name) => fieldErrors.invalid(`${path}.properties[${name}].type`, fields[name]?.type ?? '', 'must be string')),
    ...(metadata === undefined ? [] : metadataErrors(metadata, { isResource, isRoot: level === 'root' }, `${path}.properties[metadata]`)),
    ...(isEmpty ? [fieldErrors.required(`${path}.properties`, whenEmpty)] : []),
  ];
}

const ONLY_NAMES = 'must not specify anything other than name and generateName, but metadata is implicitly specified';

/** Models `validateStructuralMetadataInvariants`. */
function metadataErrors(metadata: JsonSchema, at: { isResource: boolean; isRoot: boolean }, path: string): FieldError[] {
  const { type = '', default: _default, properties = {}, ...rest } = metadata;
  const wrongType = at.isResource && type !== 'object' ? [fieldErrors.invalid(`${path}.type`, type, 'must be object')] : [];
  const others = Object.keys(properties).filter((name) => name !== 'name' && name !== 'generateName');
  const restricts = others.length > 0 || Object.keys(rest).some((key) => !DESCRIPTIVE.has(key));
  return at.isRoot && restricts ? [...wrongType, fieldErrors.forbidden(path, ONLY_NAMES)] : wrongType;
}

/** Fields without a part in structural schemas. */
const DESCRIPTIVE: ReadonlySet<string> = new Set(['example', 'externalDocs']);
