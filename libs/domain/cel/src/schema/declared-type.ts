import { BOOL, BYTES, type CelType, DOUBLE, DURATION, DYN, INT, listOf, mapOf, STRING, struct, TIMESTAMP } from '../types/type.ts';
import { escapeName } from './escape.ts';
import { additionalSchema, asResource, type CelSchema } from './schema.ts';

/** Type with the bounds that costs are estimated from. Models `k8s.io/apiserver/pkg/cel.DeclType`. */
export interface DeclaredType {
  readonly type: CelType;
  readonly fields?: ReadonlyMap<string, DeclaredType>;
  readonly key?: DeclaredType;
  readonly element?: DeclaredType;
  /** Max length, items or entries; 0 for values without a size. */
  readonly maxElements: number;
  /** Min length of the value in JSON. */
  readonly minSerializedSize: number;
}

const REQUEST_BYTES_MAX = 3 * 1024 * 1024;
const TEXT_MIN = 2;
/** Sizes of times in JSON, with quotes. */
const DURATION_MIN = 3;
const DURATION_MAX = 32;
const DATE_SIZE = 12;
const DATE_TIME_MIN = 21;
const DATE_TIME_MAX = 32;

/**
 * Returns the type of a schema; undefined for one that expressions cannot see. Objects are named after their path below `name`, as upstream's
 * messages print them. Models `k8s.io/apiserver/pkg/cel/common.SchemaDeclType`.
 */
export function declaredType(schema: CelSchema, name: string, isResource = false): DeclaredType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { type: DYN, maxElements: textLength(schema, REQUEST_BYTES_MAX - 2), minSerializedSize: 1 };
  }
  switch (schema.type) {
    case 'array':
      return listType(schema, name);
    case 'object':
      return objectType(isResource ? asResource(schema) : schema, name);
    case 'string':
      return textType(schema);
    default:
      return SCALARS[schema.type ?? ''];
  }
}

const SCALARS: Readonly<Record<string, DeclaredType>> = {
  boolean: { type: BOOL, maxElements: 0, minSerializedSize: 4 },
  number: { type: DOUBLE, maxElements: 0, minSerializedSize: 1 },
  integer: { type: INT, maxElements: 0, minSerializedSize: 1 },
};

function listType({ items, maxItems }: CelSchema, name: string): DeclaredType | undefined {
  const element = items === undefined ? undefined : declaredType(items, `${name}.@idx`, items['x-kubernetes-embedded-resource'] === true);
  if (element === undefined) return undefined;
  const bound = Math.floor((REQUEST_BYTES_MAX - 2) / (element.minSerializedSize + 1));
  return { type: listOf(element.type), element, maxElements: positive(maxItems) ?? bound, minSerializedSize: 2 };
}

function objectType(schema: CelSchema, name: string): DeclaredType | undefined {
  const additional = additionalSchema(schema);
  if (additional !== undefined) return mapType(schema, additional, name);
  const fields = new Map<string, DeclaredType>();
  const required = new Set(schema.required);
  let minSerializedSize = 2;
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    const identifier = escapeName(field);
    const isEmbedded = property['x-kubernetes-embedded-resource'] === true;
    const type = declaredType(property, `${name}.${identifier ?? field}`, isEmbedded);
    if (type === undefined) continue;
    if (identifier !== undefined) fields.set(identifier, type);
    if (required.has(field) && property.default === undefined) minSerializedSize += field.length + type.minSerializedSize + 4;
  }
  return { type: struct(name), fields, maxElements: 0, minSerializedSize };
}

function mapType({ maxProperties }: CelSchema, additional: CelSchema, name: string): DeclaredType | undefined {
  const element = declaredType(additional, `${name}.@elem`, additional['x-kubernetes-embedded-resource'] === true);
  if (element === undefined) return undefined;
  const bound = Math.floor((REQUEST_BYTES_MAX - 2) / (element.minSerializedSize + 6));
  const key: DeclaredType = { type: STRING, maxElements: 0, minSerializedSize: TEXT_MIN };
  return { type: mapOf(STRING, element.type), key, element, maxElements: positive(maxProperties) ?? bound, minSerializedSize: 2 };
}

function textType(schema: CelSchema): DeclaredType {
  switch (schema.format) {
    case 'byte':
      return { type: BYTES, maxElements: positive(schema.maxLength) ?? REQUEST_BYTES_MAX - 2, minSerializedSize: TEXT_MIN };
    case 'duration':
      return { type: DURATION, maxElements: DURATION_MAX, minSerializedSize: DURATION_MIN };
    case 'date':
      return { type: TIMESTAMP, maxElements: DATE_SIZE, minSerializedSize: DATE_SIZE };
    case 'date-time':
      return { type: TIMESTAMP, maxElements: DATE_TIME_MAX, minSerializedSize: DATE_TIME_MIN };
    default:
      return {
        type: STRING,
        maxElements: textLength(schema, enumLength(schema.enum) ?? REQUEST_BYTES_MAX - 2),
        minSerializedSize: TEXT_MIN,
      };
  }
}

/** A code point takes up to four bytes. */
function textLength({ maxLength }: CelSchema, otherwise: number): number {
  const length = positive(maxLength);
  return length === undefined ? otherwise : length * 4;
}

function enumLength(values: readonly unknown[] | undefined): number | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return Math.max(0, ...values.map((value) => (typeof value === 'string' ? value.length : 0)));
}

function positive(limit: number | undefined): number | undefined {
  return limit === undefined ? undefined : Math.max(0, limit);
}

/** Collects the fields of all objects within a type, by the objects' names. */
export function collectStructs(type: DeclaredType, into: Map<string, ReadonlyMap<string, CelType>>): void {
  if (type.fields !== undefined) {
    into.set(type.type.name, new Map([...type.fields].map(([name, field]) => [name, field.type])));
    for (const field of type.fields.values()) collectStructs(field, into);
  }
  if (type.element !== undefined) collectStructs(type.element, into);
}
