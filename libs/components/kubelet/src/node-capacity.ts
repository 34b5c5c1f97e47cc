import { asNumber } from '@klockwork/api-machinery';
import type { NodeSize } from '@klockwork/pod-lifecycle';

/** How much there is of each resource, as a Node's status names them. */
export type Capacity = Readonly<Record<string, string>>;

/** What a simulated node has unless it is told otherwise. */
const DEFAULT_CAPACITY: Capacity = {
  cpu: '4',
  'ephemeral-storage': '61202244Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '8388608Ki',
  pods: '110',
};

const KIBI = 1_024;
/** The kubelet's default hard eviction thresholds: what pods cannot have, because they would be evicted. Nothing else is reserved. */
const MEMORY_RESERVED = 100 * KIBI * KIBI;
/** Upstream keeps the 10 % as a number of 32 bits, which shows in what nodes print. */
const STORAGE_RESERVED = Math.fround(0.1);

/** The capacity of a node: what is asked for, in the form in which a kubelet says it, and the default for the rest. */
export function nodeCapacity(asked: Capacity = {}): Capacity {
  const capacity = { ...DEFAULT_CAPACITY, ...asked };
  for (const name of ['memory', 'ephemeral-storage'] as const) capacity[name] = bytesText(asNumber(capacity[name] ?? '0'));
  return capacity;
}

/** How large the machine of a node with this capacity is: what it is said to have of a processor is one. */
export function nodeSize(capacity: Capacity): NodeSize {
  return {
    processors: Math.max(1, Math.ceil(asNumber(capacity.cpu ?? '0'))),
    memoryBytes: asNumber(capacity.memory ?? '0'),
    diskBytes: asNumber(capacity['ephemeral-storage'] ?? '0'),
  };
}

/** What pods may have of it. Models `GetNodeAllocatableReservation` of `pkg/kubelet/cm/node_container_manager_linux.go`. */
export function allocatable(capacity: Capacity): Record<string, string> {
  const memory = asNumber(capacity.memory ?? '0');
  const storage = asNumber(capacity['ephemeral-storage'] ?? '0');
  return {
    ...capacity,
    memory: bytesText(Math.max(0, memory - MEMORY_RESERVED)),
    'ephemeral-storage': bytesText(storage - Math.floor(storage * STORAGE_RESERVED)),
  };
}

function bytesText(bytes: number): string {
  return bytes % KIBI === 0 ? `${bytes / KIBI}Ki` : String(bytes);
}
