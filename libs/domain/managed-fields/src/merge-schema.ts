import { compareText, type Schema } from '@klockwork/api-machinery';
import { keyDefault, zeroFields } from './zero-fields.ts';

/** Merge rules of a type. Nested schemas are resolved lazily: types are recursive. Models `sigs.k8s.io/structured-merge-diff/v6/schema`. */
export type MergeSchema = ScalarSchema | ListSchema | MapSchema | AnySchema;

/** Leaf. */
export interface ScalarSchema {
  readonly type: 'scalar';
  /** `untyped`: any of the others. */
  readonly scalar: 'numeric' | 'string' | 'boolean' | 'untyped';
}

/** List: atomic, a set of scalars, or items with key fields. */
export interface ListSchema {
  readonly type: 'list';
  readonly relation: 'atomic' | 'set' | 'map';
  /** Key fields of items, sorted, with default values. Empty unless the relation is `map`. */
  readonly keys: { readonly names: readonly string[]; readonly defaults: readonly unknown[] };
  readonly items: MergeSchema;
}

/** Struct or map; atomic ones are owned whole. */
export interface MapSchema {
  readonly type: 'map';
  readonly atomic: boolean;
  /** The declared fields. Empty for maps. */
  readonly fields: ReadonlyMap<string, MergeSchema>;
  /** Schema of undeclared keys; undefined if forbidden. */
  readonly values: MergeSchema | undefined;
  /** Fields always present in upstream's type, with zero values. */
  readonly zeros: ReadonlyMap<string, unknown>;
}

/** Value of unknown type. Lists are atomic; the whole value is for `atomic`. */
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

/** Schema of unknown kinds: maps merge by key, lists are leaves. */
export const DEDUCED: AnySchema = { type: 'any', atomic: false };

/** Anything, owned whole. */
export const UNTYPED: AnySchema = { type: 'any', atomic: true };
const NOTHING: ReadonlyMap<string, MergeSchema> = new Map();

const compiledMap = new WeakMap<Schema, MergeSchema>();

/** How values of an OpenAPI schema merge; the same object each time. Models `k8s.io/kube-openapi/pkg/schemaconv`. */
export function mergeSchema(schema: Schema): MergeSchema {
  const before = compiledMap.get(schema);
  if (before !== undefined) return before;
  const madeSchema = compile(schema);
  compiledMap.set(schema, madeSchema);
  return madeSchema;
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

/** Returns the list type, or derives it from the strategic merge patch. Models `getListElementRelationship`. */
function relationOf({ listType, patchStrategy, patchMergeKey }: Schema): ListSchema['relation'] {
  if (listType !== undefined) return listType;
  if (!patchStrategy?.includes('merge')) return 'atomic';
  return patchMergeKey === undefined ? 'set' : 'map';
}

function keysOf(schema: Schema): ListSchema['keys'] {
  const declaredKeys = schema.listType === undefined ? [schema.patchMergeKey ?? ''] : (schema.listMapKeys ?? []);
  const names = relationOf(schema) === 'map' ? declaredKeys.toSorted(compareText) : [];
  return { names, defaults: names.map((name) => schema.items && keyDefault(schema.items, name)) };
}
