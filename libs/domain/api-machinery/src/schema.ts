/**
 * What patches and decoding need to know of a value's type. Members that lead to other schemas are resolved when they are
 * read: definitions may refer to themselves.
 */
export interface Schema {
  /** The struct's name in messages: `DeploymentSpec`. '' where a type has none. */
  readonly name: string;
  /** The Go package of that struct, `v1` where it is not said. */
  readonly goPackage?: string | undefined;
  /** `any` takes every value: raw extensions, managed fields. */
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'any';
  readonly format?: 'int32' | 'int64' | 'double' | 'byte' | 'date-time' | 'micro-time' | 'int-or-string' | 'quantity';
  /** The fields of a struct, by JSON name; absent for maps and scalars. */
  readonly properties?: ReadonlyMap<string, Schema>;
  readonly items?: Schema;
  /** The values of a map whose keys are free. */
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  /** A scalar field that Go leaves out when it is '', 0 or false: no pointer, and `omitempty`. */
  readonly omitsZero?: boolean;
  /** How a strategic merge patch treats the field; a list without it is replaced. */
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[];
  /** The field that tells the items of a merged list apart. */
  readonly patchMergeKey?: string;
  /** `x-kubernetes-list-type` and `-map-keys`, for server-side apply. */
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
}
