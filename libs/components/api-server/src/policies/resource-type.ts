import type { Schema } from '@klockwork/api-machinery';
import { type CelSchema, type DeclaredType, declaredType } from '@klockwork/cel';
import { schemaOf } from '@klockwork/openapi';
import type { KindDefinition } from '@klockwork/resources';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const TEXT: CelSchema = { type: 'string' };

/** Types by kind and version; schemas of kinds do not change. */
const types = new WeakMap<KindDefinition, Map<string, DeclaredType | undefined>>();

/** Returns the type of a kind's objects in a version, for the type check of policies; undefined for a kind without a schema. */
export function resourceType(kind: KindDefinition, version: string): DeclaredType | undefined {
  const typesOfKind = types.get(kind) ?? new Map<string, DeclaredType | undefined>();
  types.set(kind, typesOfKind);
  if (!typesOfKind.has(version)) typesOfKind.set(version, declaredType(schemaFor(kind, version), kind.kind));
  return typesOfKind.get(version);
}

function schemaFor(kind: KindDefinition, version: string): CelSchema {
  const form = kind.forms?.find((one) => one.version === version);
  const custom = (form?.facets?.schema ?? kind.schema)?.types;
  if (custom === undefined) return celSchema(schemaOf((form ?? kind).definition), []);
  const own = celSchema(custom, []);
  const meta = { apiVersion: TEXT, kind: TEXT, metadata: celSchema(schemaOf(OBJECT_META), []) };
  return { ...own, type: 'object', properties: { ...own.properties, ...meta } };
}

/** `above` names the structs around a schema: a recursive one has no type at its repetition. */
function celSchema(schema: Schema, above: readonly string[]): CelSchema {
  const { name, type, format, properties, items, additionalProperties } = schema;
  if (type === 'any' || (name !== '' && above.includes(name))) return {};
  if (format === 'int-or-string' || format === 'quantity') return { 'x-kubernetes-int-or-string': true };
  const within = name === '' ? above : [...above, name];
  if (type === 'array') return { type, items: items && celSchema(items, within) };
  if (type !== 'object') return { type, format: format === 'micro-time' ? 'date-time' : format };
  if (properties === undefined) return { type, additionalProperties: additionalProperties && celSchema(additionalProperties, within) };
  return { type, properties: Object.fromEntries([...properties].map(([field, one]) => [field, celSchema(one, within)])) };
}
