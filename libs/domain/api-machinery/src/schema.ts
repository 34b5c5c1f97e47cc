/** Type information for patches and decoding. Nested schemas are resolved lazily: definitions are recursive. */
export interface Schema {
  /** Struct name in messages: `DeploymentSpec`; '' without a name. */
  readonly name: string;
  /** Go package of the struct, by default `v1`. */
  readonly goPackage?: string | undefined;
  /** `any` accepts every value: raw extensions, managed fields. */
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'any';
  readonly format?: 'int32' | 'int64' | 'double' | 'byte' | 'date-time' | 'micro-time' | 'int-or-string' | 'quantity';
  /** The fields of a struct, by JSON name; absent for maps and scalars. */
  readonly properties?: ReadonlyMap<string, Schema>;
  readonly items?: Schema;
  /** Value type of a map with free keys, or of a struct's further fields. */
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  /** True for a scalar field that Go omits for '', 0 or false: `omitempty` without pointer. */
  readonly omitsZero?: boolean;
  /** Strategy of a strategic merge patch; lists without one are replaced. */
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[];
  /** Key field of items of a merged list. */
  readonly patchMergeKey?: string;
  /** `x-kubernetes-list-type` and `-map-keys`, for server-side apply. */
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  /** Schemas by the JSON type of a value of type `any`. */
  readonly alternatives?: SchemaAlternatives | undefined;
}

/** Schemas of a value by its JSON type: a JSON schema's `items` are a schema or a list of schemas. Other values are dropped. */
export interface SchemaAlternatives {
  readonly object: Schema;
  readonly array?: Schema;
  /** Accepts true and false. */
  readonly boolean?: true;
  /** Error for values of other types, in place of dropping them. */
  readonly problem?: string;
}
