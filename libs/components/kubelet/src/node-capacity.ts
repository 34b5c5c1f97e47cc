import { asNumber } from '@klockwork/api-machinery';
import type { NodeSize } from '@klockwork/pod-lifecycle';

/** Amounts by resource, as in a Node's status. */
export type Capacity = Readonly<Record<string, string>>;

/** Default capacity of a simulated node. */
const DEFAULT_CAPACITY: Capacity = {
  cpu: '4',
  'ephemeral-storage': '61202244Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '8388608Ki',
  pods: '110',
};

const KIBI = 1_024;
/** Memory reserved by the kubelet's default hard eviction thresholds; no other reservation exists. */
const MEMORY_RESERVED = 100 * KIBI * KIBI;
/** Upstream stores the 10 % as a 32-bit number, which is visible in printed values. */
const STORAGE_RESERVED = Math.fround(0.1);

/** Returns the capacity of a node in the kubelet's form, with defaults. */
export function nodeCapacity(overrides: Capacity = {}): Capacity {
  const capacity = { ...DEFAULT_CAPACITY, ...overrides };
  for (const name of ['memory', 'ephemeral-storage'] as const) capacity[name] = bytesText(asNumber(capacity[name] ?? '0'));
  return capacity;
}

/** Returns the machine size for a capacity: a fraction of a processor counts as one. */
export function nodeSize(capacity: Capacity): NodeSize {
  return {
    processors: Math.max(1, Math.ceil(asNumber(capacity.cpu ?? '0'))),
    memoryBytes: asNumber(capacity.memory ?? '0'),
    diskBytes: asNumber(capacity['ephemeral-storage'] ?? '0'),
  };
}

/** Returns the resources for pods. Models `GetNodeAllocatableReservation` of `pkg/kubelet/cm/node_container_manager_linux.go`. */
export function allocatable(capacity: Capacity): Record<string, string> {
  const memory = asNumber(capacity.memory ?? '0');
  const storage = asNumber(capacity['ephemeral-storage'] ?? '0');
  return {
    ...capacity,
    memory: bytesText(Math.max(0, memory - MEMORY_RESERVED)),
    'ephemeral-storage': bytesText(storage - Math.floor(storage * STORAGE_RESERVED)),
  };
}

/**
 * Returns the amounts of a Node that clients advertise, such as `example.com/dongle`: those that are not the node's own. Models the setter
 * `MachineInfo` of pkg/kubelet/nodestatus/setters.go, which keeps foreign capacity and makes all of it allocatable.
 */
export function advertised(own: Capacity, published: Capacity = {}): Capacity {
  return Object.fromEntries(Object.entries(published).filter(([name]) => own[name] === undefined));
}

/** Returns the changes of published foreign amounts that make them those of `capacity`; null withdraws one. */
export function advertisedChanges(capacity: Capacity, allocatable: Capacity): Readonly<Record<string, string | null>> {
  const outdatedEntries = Object.entries(capacity).filter(([name, amount]) => allocatable[name] !== amount);
  const withdrawn = Object.keys(allocatable).filter((name) => capacity[name] === undefined);
  return { ...Object.fromEntries(outdatedEntries), ...Object.fromEntries(withdrawn.map((name) => [name, null])) };
}

function bytesText(bytes: number): string {
  return bytes % KIBI === 0 ? `${bytes / KIBI}Ki` : String(bytes);
}
