/**
 * Schema that types and values come from: a structural schema, or one of a built-in kind. Field names are those of OpenAPI v3, so that a
 * structural schema fits as it is.
 */
export interface CelSchema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly nullable?: boolean | undefined;
  readonly properties?: Readonly<Record<string, CelSchema>> | undefined;
  /** Schema of further fields; `true` and `false` name none. */
  readonly additionalProperties?: CelSchema | boolean | undefined;
  readonly items?: CelSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly default?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly maxLength?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly 'x-kubernetes-int-or-string'?: boolean | undefined;
  readonly 'x-kubernetes-embedded-resource'?: boolean | undefined;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean | undefined;
  readonly 'x-kubernetes-list-type'?: string | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
}

const TEXT: CelSchema = { type: 'string' };

const WITH_META: Readonly<Record<string, CelSchema>> = {
  apiVersion: TEXT,
  kind: TEXT,
  metadata: { type: 'object', properties: { name: TEXT, generateName: TEXT } },
};

const resources = new WeakMap<CelSchema, CelSchema>();

/** Adds `apiVersion`, `kind`, `metadata.name` and `metadata.generateName`, all that expressions see of an object's metadata. */
export function asResource(schema: CelSchema): CelSchema {
  const cachedSchema = resources.get(schema);
  if (cachedSchema !== undefined) return cachedSchema;
  const resource = { ...schema, properties: { ...schema.properties, ...WITH_META } };
  resources.set(schema, resource);
  return resource;
}

/** Returns the schema of further fields. */
export function additionalSchema({ additionalProperties }: CelSchema): CelSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
