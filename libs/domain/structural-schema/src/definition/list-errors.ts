import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { itemSchema, type JsonSchema } from '../json-schema.ts';
import { goItems } from './go-schema.ts';

const LIST_TYPE = 'x-kubernetes-list-type';
const KEYS = 'x-kubernetes-list-map-keys';
const MAP_TYPE = 'x-kubernetes-map-type';

/** Requirements that older schemas may break. */
interface ListRules {
  readonly atomicSets: boolean;
  readonly mapKeys: boolean;
}

/** Returns errors of list types and keys. Models the parts for lists of `ValidateCustomResourceDefinitionOpenAPISchema`. */
export function listErrors(schema: JsonSchema, path: string, rules: ListRules): FieldError[] {
  const listType = schema[LIST_TYPE];
  const keys = schema[KEYS] ?? [];
  const wrongType = 'must be array if x-kubernetes-list-type is specified';
  const wrongKeys = 'must be map if x-kubernetes-list-map-keys is non-empty';
  const errors: FieldError[] = [];
  if (listType !== undefined && schema.type !== 'array') errors.push(typeError(schema.type, `${path}.type`, wrongType));
  else if (rules.atomicSets) errors.push(...setErrors(schema, path));
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType))
    errors.push(fieldErrors.notSupported(`${path}.${LIST_TYPE}`, listType, ['atomic', 'set', 'map']));
  if (keys.length > 0 && listType !== 'map') errors.push(typeError(listType, `${path}.${LIST_TYPE}`, wrongKeys));
  if (listType === 'map') errors.push(...mapErrors(schema, path));
  return rules.mapKeys ? [...errors, ...keyFieldErrors(schema, path)] : errors;
}

function typeError(found: string | undefined, path: string, detail: string): FieldError {
  return found ? fieldErrors.invalid(path, found, detail) : fieldErrors.required(path, detail);
}

/** Items of a set must be atomic: it compares them whole. */
export function setErrors(schema: JsonSchema, path: string): FieldError[] {
  const items = itemSchema(schema);
  if (schema[LIST_TYPE] !== 'set' || items === undefined) return [];
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const shownItem = items[LIST_TYPE] ?? null;
  if (items.type === 'array' && items[LIST_TYPE] !== undefined && items[LIST_TYPE] !== 'atomic')
    return [fieldErrors.invalid(`${path}.items.${LIST_TYPE}`, shownItem, detail)];
  if (items.type === 'object' && items[MAP_TYPE] !== 'atomic') return [fieldErrors.invalid(`${path}.items.${MAP_TYPE}`, shownItem, detail)];
  return [];
}

function mapErrors(schema: JsonSchema, path: string): FieldError[] {
  const keys = schema[KEYS] ?? [];
  const items = itemSchema(schema);
  const errors: FieldError[] = [];
  if (keys.length === 0) errors.push(fieldErrors.required(`${path}.${KEYS}`, 'must not be empty if x-kubernetes-list-type is map'));
  if (schema.items === undefined) errors.push(fieldErrors.required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'));
  else if (items === undefined)
    errors.push(
      fieldErrors.invalid(`${path}.items`, goItems(schema.items), 'must only have a single schema if x-kubernetes-list-type is map'),
    );
  else if (items.type !== 'object')
    errors.push(
      fieldErrors.invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"),
    );
  else errors.push(...keys.flatMap((key, index) => keyErrors(key, keys.indexOf(key) < index, { schema, items, path })));
  return errors;
}

function keyErrors(key: string, isRepeated: boolean, at: { schema: JsonSchema; items: JsonSchema; path: string }): FieldError[] {
  const { schema, items, path } = at;
  const field = items.properties?.[key];
  const isComposite = field?.type === 'array' || field?.type === 'object';
  const refuse = (detail: string) => [fieldErrors.invalid(`${path}.${KEYS}`, schema[KEYS], detail)];
  const scalar = "must be a scalar type if parent array's x-kubernetes-list-type is map";
  return [
    ...(isComposite ? [fieldErrors.invalid(`${path}.items.properties[${key}].type`, items.type, scalar)] : []),
    ...(field === undefined ? refuse('entries must all be names of item properties') : []),
    ...(isRepeated ? refuse('must not contain duplicate entries') : []),
  ];
}

/** Keys must be present in each item. Models `validateMapListKeysMapSet`. */
export function keyFieldErrors(schema: JsonSchema, path: string): FieldError[] {
  const items = itemSchema(schema);
  const listType = schema[LIST_TYPE];
  if (items === undefined || (listType !== 'set' && listType !== 'map')) return [];
  const nullable = items.nullable
    ? [fieldErrors.forbidden(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${listType}`)]
    : [];
  if (listType === 'set') return nullable;
  const keys = (schema[KEYS] ?? []).filter((key) => items.properties?.[key] !== undefined);
  return [...nullable, ...keys.flatMap((key) => keyFieldError(key, items, `${path}.items.properties[${key}]`))];
}

function keyFieldError(key: string, items: JsonSchema, path: string): FieldError[] {
  const field = items.properties?.[key];
  const isSure = items.required?.includes(key) || (field?.default ?? undefined) !== undefined;
  const keyProblem = 'this property is in x-kubernetes-list-map-keys, so it';
  return [
    ...(isSure ? [] : [fieldErrors.required(`${path}.default`, `${keyProblem} must have a default or be a required property`)]),
    ...(field?.nullable ? [fieldErrors.forbidden(`${path}.nullable`, `${keyProblem} cannot be nullable`)] : []),
  ];
}
