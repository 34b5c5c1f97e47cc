import type { ProtoField } from './proto-messages.ts';

/** Message → its fields: `1 metadata meta.v1.ObjectMeta`, `2 args []string`, `3 data map[]bytes`, `1 replicas *int32`, `2 volumeSource ~core.v1.VolumeSource`. */
export type FieldTable = Record<string, string[]>;

/** Embedded messages: their fields appear inline in the parent. */
const EMBEDDED = new Set([
  'deviceConfiguration',
  'ephemeralContainerCommon',
  'handler',
  'ingressRuleValue',
  'localObjectReference',
  'persistentVolumeSource',
  'rule',
  'ruleWithOperations',
  'volumeSource',
]);

/** JSON names that differ from those of proto files. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  uID: 'uid',
  Raw: 'raw',
  aPIGroup: 'apiGroup',
  Webhooks: 'webhooks',
  Name: 'name',
  Expression: 'expression',
};

/** Message whose fields have names of JSON schemas, such as `$ref`. */
const JSON_SCHEMA = 'apiextensions.v1.JSONSchemaProps';

/** Fields behind feature gates that are off by default, and that no served definition has. */
const DISABLED: ReadonlySet<string> = new Set([
  'apiextensions.v1.CustomResourceDefinitionCondition#observedGeneration',
  'apiextensions.v1.CustomResourceDefinitionStatus#observedGeneration',
]);

/**
 * Field table of all messages reachable from the roots. `pointers` are scalars with significant zero values. Throws for an unknown message.
 */
export function fieldTable(
  messages: ReadonlyMap<string, readonly ProtoField[]>,
  roots: readonly string[],
  pointers: Readonly<Record<string, readonly string[]>>,
): FieldTable {
  const table = new Map<string, string[]>();
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (table.has(name)) continue;
    const message = messages.get(name);
    if (message === undefined) throw new Error(`no proto file has the message ${name}`);
    const fields = message.filter((field) => !DISABLED.has(`${name}#${field.name}`));
    table.set(
      name,
      fields.map((field) => lineOf(field, jsonName(name, field.name), pointers[name] ?? [])),
    );
    pending.push(...fields.flatMap(({ type }) => (isMessage(type) ? [type] : [])));
  }
  return Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function lineOf({ number, name, container, type }: ProtoField, shown: string, pointers: readonly string[]): string {
  const single = isMessage(type) && EMBEDDED.has(name) ? '~' : pointers.includes(shown) ? '*' : '';
  return `${number} ${shown} ${{ map: 'map[]', list: '[]', one: single }[container]}${type}`;
}

/** Only messages have the names of their packages. */
function isMessage(type: string): boolean {
  return type.includes('.');
}

function jsonName(message: string, name: string): string {
  if (message !== JSON_SCHEMA) return JSON_NAMES[name] ?? name;
  if (name === 'schema' || name === 'ref') return `$${name}`;
  return name.startsWith('xKubernetes') ? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) : name;
}
