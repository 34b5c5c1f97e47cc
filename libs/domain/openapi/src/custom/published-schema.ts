/** JSON schema of a definition's version. */
export type JsonSchema = Readonly<Record<string, unknown>>;
type Draft = Record<string, unknown>;

/** Keywords that upstream's structural schemas drop. */
const DROPPED = new Set([
  ...['$ref', '$schema', 'additionalItems', 'definitions', 'dependencies', 'example', 'externalDocs', 'id', 'patternProperties'],
]);
const NESTED_LISTS = ['allOf', 'anyOf', 'oneOf'];
const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

/** Returns the schema as published in OpenAPI v3. Models `Unfold` and `ToKubeOpenAPI` of `apiserver/schema`. */
export function publishedSchema(schema: JsonSchema): JsonSchema {
  const publishedDraft = mapNested(kept(schema), publishedSchema);
  return publishedDraft['x-kubernetes-int-or-string'] === true ? unfolded(publishedDraft) : publishedDraft;
}

/** Keeps values that differ from Go's zero value; a default and an enumeration may be any. */
function kept(schema: JsonSchema): Draft {
  const entries = Object.entries(schema).filter(([key, value]) => !DROPPED.has(key) && (key === 'default' || !isZero(key, value)));
  return Object.fromEntries(entries);
}

function isZero(key: string, value: unknown): boolean {
  if (value === false) return key !== 'additionalProperties';
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Applies `change` to the schemas below a schema. */
function mapNested(schema: Draft, change: (nested: JsonSchema) => JsonSchema): Draft {
  const { properties, items, additionalProperties, not } = schema;
  for (const key of NESTED_LISTS) if (Array.isArray(schema[key])) schema[key] = schema[key].map(change);
  if (isSchema(properties)) schema.properties = mapProperties(properties, change);
  if (isSchema(items)) schema.items = change(items);
  if (isSchema(additionalProperties)) schema.additionalProperties = change(additionalProperties);
  if (isSchema(not)) schema.not = change(not);
  return schema;
}

function mapProperties(properties: JsonSchema, change: (nested: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, change(value as JsonSchema)]));
}

/** Returns whether a value is an object: a schema, or a map of schemas. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** States both types of an int-or-string field. Models `Unfold`. */
function unfolded(schema: Draft): Draft {
  const { anyOf, allOf } = schema as { anyOf?: unknown[]; allOf?: JsonSchema[] };
  const isStated = isIntOrString(anyOf) || isIntOrString(allOf?.[0]?.anyOf);
  if (isStated) return schema;
  if (anyOf === undefined) return { ...schema, anyOf: INT_OR_STRING };
  return { ...schema, allOf: [{ anyOf: INT_OR_STRING }, ...(allOf ?? [])] };
}

function isIntOrString(list: unknown): boolean {
  return JSON.stringify(list) === JSON.stringify(INT_OR_STRING);
}

/**
 * Returns a published schema in the form of OpenAPI v2, without junctors, nullable values and defaults. Models `ToStructuralOpenAPIV2` and
 * `PruneDefaults`.
 */
export function schemaV2({ default: _, ...schema }: JsonSchema): JsonSchema {
  const required = requiredV2(schema);
  const { allOf, anyOf, oneOf, not, required: _required, ...plain } = schema;
  const draft: Draft = { ...plain, ...(required.length > 0 && { required }) };
  const keepsUnknown = draft['x-kubernetes-preserve-unknown-fields'] === true;
  if (draft.nullable === true) omit(draft, ['type', 'nullable', 'items', 'properties']);
  if (keepsUnknown) omit(draft, ['items', 'properties']);
  if (draft.type === 'array' && draft.items === undefined) delete draft.type;
  if (keepsUnknown && draft.type === 'object') delete draft.type;
  return mapNested(draft, schemaV2);
}

/** Excludes fields that may be null. */
function requiredV2({ required = [], properties = {}, additionalProperties }: JsonSchema): readonly string[] {
  if (isSchema(additionalProperties) && additionalProperties.nullable === true) return [];
  const schemas = properties as Readonly<Record<string, JsonSchema>>;
  return (required as readonly string[]).filter((name) => schemas[name]?.nullable !== true);
}

function omit(draft: Draft, keys: readonly string[]): void {
  for (const key of keys) delete draft[key];
}
