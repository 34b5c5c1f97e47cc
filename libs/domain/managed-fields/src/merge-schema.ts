import { compareText, type Schema } from '@klockwork/api-machinery';
import { keyDefault, zeroFields } from './zero-fields.ts';

/**
 * How values of a type merge. What leads to other schemas is resolved when it is first read: types may refer to themselves.
 * Models `sigs.k8s.io/structured-merge-diff/v6/schema`.
 */
export type MergeSchema = ScalarSchema | ListSchema | MapSchema | AnySchema;

/** A leaf. */
export interface ScalarSchema {
  readonly type: 'scalar';
  /** `untyped`: any of the others. */
  readonly scalar: 'numeric' | 'string' | 'boolean' | 'untyped';
}

/** A list: whole (atomic), a set of scalars, or items told apart by some of their fields. */
export interface ListSchema {
  readonly type: 'list';
  readonly relation: 'atomic' | 'set' | 'map';
  /** The fields that tell items apart, sorted, with what stands for each when it is missing. Empty unless the relation is `map`. */
  readonly keys: { readonly names: readonly string[]; readonly defaults: readonly unknown[] };
  readonly items: MergeSchema;
}

/** A struct or a map; atomic ones are owned whole. */
export interface MapSchema {
  readonly type: 'map';
  readonly atomic: boolean;
  /** The declared fields. Empty for maps. */
  readonly fields: ReadonlyMap<string, MergeSchema>;
  /** The values of keys that are not declared. Undefined where there may be none. */
  readonly values: MergeSchema | undefined;
  /** Fields that are always there in upstream's type, with what they are when nobody set them. */
  readonly zeros: ReadonlyMap<string, unknown>;
}

/** Whatever the value turns out to be. Its lists are atomic, and all of it is when `atomic`. */
export interface AnySchema {
  readonly type: 'any';
  readonly atomic: boolean;
}

const SCALARS = {
  numeric: { type: 'scalar', scalar: 'numeric' },
  string: { type: 'scalar', scalar: 'string' },
  boolean: { type: 'scalar', scalar: 'boolean' },
  untyped: { type: 'scalar', scalar: 'untyped' },
} as const satisfies Record<string, ScalarSchema>;

/** Every map is merged by its keys, every list is a leaf: for objects of which no schema is known. */
export const DEDUCED: AnySchema = { type: 'any', atomic: false };

/** Anything, owned whole. */
export const UNTYPED: AnySchema = { type: 'any', atomic: true };
const NOTHING: ReadonlyMap<string, MergeSchema> = new Map();

const compiled = new WeakMap<Schema, MergeSchema>();

/** How values of an OpenAPI schema merge; the same object each time. Models `k8s.io/kube-openapi/pkg/schemaconv`. */
export function mergeSchema(schema: Schema): MergeSchema {
  const before = compiled.get(schema);
  if (before !== undefined) return before;
  const made = compile(schema);
  compiled.set(schema, made);
  return made;
}

function compile(schema: Schema): MergeSchema {
  switch (schema.type) {
    case 'object':
      return new CompiledMap(schema);
    case 'array':
      return new CompiledList(schema);
    case 'string':
      return schema.format === undefined || schema.format === 'byte' ? SCALARS.string : SCALARS.untyped;
    case 'boolean':
      return SCALARS.boolean;
    case 'integer':
    case 'number':
      return SCALARS.numeric;
    default:
      return schema.name === 'RawExtension' ? UNTYPED : DEDUCED;
  }
}

class CompiledMap implements MapSchema {
  readonly type = 'map';
  readonly atomic: boolean;
  readonly #schema: Schema;
  #fields: ReadonlyMap<string, MergeSchema> | undefined;
  #values: MergeSchema | undefined;
  #zeros: ReadonlyMap<string, unknown> | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.atomic = schema.mapType === 'atomic';
  }

  get fields(): ReadonlyMap<string, MergeSchema> {
    const { properties } = this.#schema;
    if (properties === undefined) return NOTHING;
    this.#fields ??= new Map([...properties].map(([name, field]) => [name, mergeSchema(field)]));
    return this.#fields;
  }

  get values(): MergeSchema | undefined {
    const { additionalProperties, properties } = this.#schema;
    if (additionalProperties === undefined) return properties === undefined ? DEDUCED : undefined;
    this.#values ??= mergeSchema(additionalProperties);
    return this.#values;
  }

  get zeros(): ReadonlyMap<string, unknown> {
    this.#zeros ??= zeroFields(this.#schema);
    return this.#zeros;
  }
}

class CompiledList implements ListSchema {
  readonly type = 'list';
  readonly relation: ListSchema['relation'];
  readonly #schema: Schema;
  #keys: ListSchema['keys'] | undefined;
  #items: MergeSchema | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.relation = relationOf(schema);
  }

  get keys(): ListSchema['keys'] {
    this.#keys ??= keysOf(this.#schema);
    return this.#keys;
  }

  get items(): MergeSchema {
    this.#items ??= this.#schema.items === undefined ? DEDUCED : mergeSchema(this.#schema.items);
    return this.#items;
  }
}

/** What the schema says, or else what its strategic merge patch says. Models `getListElementRelationship`. */
function relationOf({ listType, patchStrategy, patchMergeKey }: Schema): ListSchema['relation'] {
  if (listType !== undefined) return listType;
  if (!patchStrategy?.includes('merge')) return 'atomic';
  return patchMergeKey === undefined ? 'set' : 'map';
}

function keysOf(schema: Schema): ListSchema['keys'] {
  const declared = schema.listType === undefined ? [schema.patchMergeKey ?? ''] : (schema.listMapKeys ?? []);
  const names = relationOf(schema) === 'map' ? declared.toSorted(compareText) : [];
  return { names, defaults: names.map((name) => schema.items && keyDefault(schema.items, name)) };
}
