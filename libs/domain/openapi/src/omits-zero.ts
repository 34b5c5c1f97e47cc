import type { Definition } from './definition.ts';
import pointers from './pointers.json' with { type: 'json' };

const PREFIX = /^io\.k8s\.(api|apimachinery\.pkg\.apis)\./;

/** Scalars that Go keeps behind pointers, so that their zero is a value: short name of a definition, or protobuf message → fields. */
const POINTERS: Readonly<Record<string, readonly string[]>> = pointers;

/** Scalars that Go always writes, though OpenAPI does not require them. */
const ALWAYS_WRITTEN: Readonly<Record<string, readonly string[]>> = {
  'apps.v1.StatefulSetOrdinals': ['start'],
  'apps.v1.StatefulSetStatus': ['availableReplicas'],
  'core.v1.Event': ['reportingComponent', 'reportingInstance'],
  'core.v1.HostAlias': ['ip'],
  'core.v1.HostIP': ['ip'],
  'core.v1.NodeRuntimeHandler': ['name'],
  'core.v1.PodIP': ['ip'],
  'flowcontrol.v1.FlowSchemaSpec': ['matchingPrecedence'],
  'flowcontrol.v1.QueuingConfiguration': ['handSize', 'queueLengthLimit', 'queues'],
};

const SCALARS: readonly unknown[] = ['string', 'boolean', 'integer', 'number'];

/**
 * Whether upstream's type leaves a field out when it is '', 0 or false: an optional scalar that is no pointer.
 * Models the `omitempty` tags of the types of `k8s.io/api`; the project's own types keep what was said.
 */
export function omitsZero(definition: string, { properties, required }: Definition, field: string): boolean {
  if (!PREFIX.test(definition) || !SCALARS.includes(properties?.[field]?.type) || required?.includes(field)) return false;
  const name = definition.replace(PREFIX, '');
  return !POINTERS[name]?.includes(field) && !ALWAYS_WRITTEN[name]?.includes(field);
}
