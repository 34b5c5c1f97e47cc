import type { Swagger, SwaggerSchema } from './swagger.ts';

const REFERENCE = '#/definitions/';
const KINDS = 'x-kubernetes-group-version-kind';

/**
 * Adds the paths of other documents, and the definitions that these use. The first document with a path keeps it. A definition that differs
 * from an earlier one of its name is renamed: `Name_v2`. Models `MergeSpecsIgnorePathConflictRenamingDefinitionsAndParameters`.
 */
export function mergeSwagger(first: Swagger, others: readonly Swagger[]): Swagger {
  return others.reduce(mergeTwo, first);
}

function mergeTwo(mergedSwagger: Swagger, other: Swagger): Swagger {
  const addedEntries = Object.entries(other.paths).filter(([path]) => !Object.hasOwn(mergedSwagger.paths, path));
  const used = usedDefinitions(addedEntries, other.definitions);
  const names = newNames(mergedSwagger.definitions, used);
  const renamed = (value: unknown) => withNames(value, names);
  const definitions = Object.entries(used).map(([name, schema]) => [names.get(name) ?? name, renamed(schema) as SwaggerSchema] as const);
  return {
    ...mergedSwagger,
    paths: {
      ...mergedSwagger.paths,
      ...Object.fromEntries(addedEntries.map(([path, item]) => [path, renamed(item) as Swagger['paths'][string]])),
    },
    definitions: {
      ...mergedSwagger.definitions,
      ...Object.fromEntries(definitions.map(([name, schema]) => [name, withKindsOf(mergedSwagger.definitions[name], schema)])),
    },
  };
}

/** Returns the definitions that a value leads to. */
function usedDefinitions(value: unknown, all: Swagger['definitions']): Swagger['definitions'] {
  const schemas = new Map<string, SwaggerSchema>();
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of referencesIn(next)) {
      const schema = Object.hasOwn(all, name) ? all[name] : undefined;
      if (schema === undefined || schemas.has(name)) continue;
      schemas.set(name, schema);
      waiting.push(schema);
    }
  }
  return Object.fromEntries(schemas);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === '$ref' && typeof one === 'string' && one.startsWith(REFERENCE) ? [one.slice(REFERENCE.length)] : referencesIn(one),
  );
}

/** Returns the new name of each definition that differs from a present one. */
function newNames(present: Swagger['definitions'], added: Swagger['definitions']): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(added)) {
    let free = name;
    for (let version = 2; isOther(present, free, schema); version++) free = `${name}_v${version}`;
    if (free !== name) names.set(name, free);
  }
  return names;
}

function isOther(present: Swagger['definitions'], name: string, schema: SwaggerSchema): boolean {
  return Object.hasOwn(present, name) && withoutKinds(present[name]) !== withoutKinds(schema);
}

/** Returns the text of a schema with sorted members, without its group, version and kind. */
function withoutKinds(schema: SwaggerSchema | undefined): string {
  const { [KINDS]: _, ...rest } = schema ?? {};
  return JSON.stringify(sorted(rest));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

/** Adds the kinds of an equal definition. */
function withKindsOf(present: SwaggerSchema | undefined, schema: SwaggerSchema): SwaggerSchema {
  if (present === undefined) return schema;
  const texts = new Set([...(present[KINDS] ?? []), ...(schema[KINDS] ?? [])].map((kind) => JSON.stringify(sorted(kind))));
  return texts.size === 0 ? present : { ...present, [KINDS]: [...texts].map((text) => JSON.parse(text)) };
}

function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (names.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withNames(one, names));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === '$ref' ? renamedReference(one, names) : withNames(one, names)]),
  );
}

function renamedReference(reference: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof reference !== 'string') return withNames(reference, names);
  const name = names.get(reference.slice(REFERENCE.length));
  return name === undefined ? reference : `${REFERENCE}${name}`;
}
