import type { FieldDescriptor, MessageDescriptor } from './file-descriptors.ts';

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

/** JSON names that differ from the descriptor's. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  uID: 'uid',
  Raw: 'raw',
  aPIGroup: 'apiGroup',
  Webhooks: 'webhooks',
  Name: 'name',
  Expression: 'expression',
};

const PREFIXES: readonly (readonly [string, string])[] = [
  ['.k8s.io.apimachinery.pkg.apis.meta.', 'meta.'],
  ['.k8s.io.apimachinery.pkg.api.resource.', 'resource.'],
  ['.k8s.io.apimachinery.pkg.util.intstr.', 'intstr.'],
  ['.k8s.io.apimachinery.pkg.runtime.', 'runtime.'],
  ['.k8s.io.api.', ''],
];

/**
 * Field table of all messages reachable from the roots. `pointers` are scalars with significant zero values. Throws for an unknown message.
 */
export function fieldTable(
  messages: ReadonlyMap<string, MessageDescriptor>,
  roots: readonly string[],
  pointers: Readonly<Record<string, readonly string[]>>,
): FieldTable {
  const byShortName = new Map([...messages].map(([name, message]) => [shortName(name), { name, message }]));
  const table = new Map<string, string[]>();
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (table.has(name)) continue;
    const candidate = byShortName.get(name);
    if (candidate === undefined) throw new Error(`no descriptor is named ${name}`);
    const entries = candidate.message.fields.map((field) => describe(field, messages, pointers[name] ?? []));
    table.set(
      name,
      entries.map(({ text }) => text),
    );
    pending.push(...entries.flatMap(({ leadsTo }) => (leadsTo === undefined ? [] : [leadsTo])));
  }
  return Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function describe(
  field: FieldDescriptor,
  messages: ReadonlyMap<string, MessageDescriptor>,
  pointers: readonly string[],
): { text: string; leadsTo?: string } {
  const name = JSON_NAMES[field.name] ?? field.name;
  const entry = messages.get(field.type);
  const element = entry?.isMapEntry === true ? (entry.fields[1] as FieldDescriptor).type : field.type;
  const type = element.startsWith('.') ? shortName(element) : element;
  const mark =
    entry?.isMapEntry === true ? 'map[]' : field.repeated ? '[]' : EMBEDDED.has(field.name) ? '~' : pointers.includes(name) ? '*' : '';
  const text = `${field.number} ${name} ${mark}${type}`;
  return element.startsWith('.') ? { text, leadsTo: type } : { text };
}

function shortName(name: string): string {
  const [long, short] = PREFIXES.find(([prefix]) => name.startsWith(prefix)) ?? ['', ''];
  return short + name.slice(long.length);
}
