import { addQuantity, formatQuantity, formatTime, parseQuantity } from '@klockwork/api-machinery';
import type { NodeStats } from '@klockwork/cluster-api';
import type { LabTime } from '@klockwork/kernel';
import type { Node, ObjectMeta, Pod } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';

/** Quantities as metrics-server writes them: `12345678n`, `5m`, `2604Ki`. */
export interface Usage {
  readonly cpu: string;
  readonly memory: string;
}

/** NodeMetrics with `usage`, or PodMetrics with `containers`, of `metrics.k8s.io/v1beta1`. */
export interface Metrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly usage?: Usage;
  readonly containers?: readonly { readonly name: string; readonly usage: Usage }[];
}

type ContainerStats = NodeStats['containers'][number];

/** Min age of a container for valid CPU usage: metrics-server's freshContainerMinMetricsResolution. */
const FRESH_MS = 10_000;
/** Averaging window of CPU usage: metrics-server's resolution. */
const WINDOW = '15s';

/** Returns a node's usage: the total of its pods, because a simulated node runs no other processes. */
export function nodeMetrics({ metadata }: Node, { at, containers }: NodeStats, now: LabTime): Metrics {
  return { metadata: metadataOf(metadata, now), timestamp: formatTime(at), window: WINDOW, usage: usageOf(containers) };
}

/**
 * Returns a pod's usage by container; undefined while not running, or with a container that is too young. Models `getMetrics` of
 * metrics-server.
 */
export function podMetrics({ metadata, status }: Pod, { at, containers }: NodeStats, now: LabTime): Metrics | undefined {
  const own = containers.filter(({ namespace, pod }) => namespace === metadata?.namespace && pod === metadata?.name);
  const isFresh = own.some(({ startedAt }) => at - startedAt < FRESH_MS);
  if (status?.phase !== 'Running' || own.length === 0 || isFresh) return undefined;
  return {
    metadata: metadataOf(metadata, now),
    timestamp: formatTime(at),
    window: WINDOW,
    containers: own.map((container) => ({ name: container.name, usage: usageOf([container]) })),
  };
}

/** Returns an object's total usage of a resource. */
export function totalOf({ usage, containers = [] }: Metrics, resource: keyof Usage): string {
  const parts = usage === undefined ? containers.map((container) => container.usage) : [usage];
  return formatQuantity(parts.map((part) => parseQuantity(part[resource])).reduce(addQuantity));
}

function usageOf(containers: readonly ContainerStats[]): Usage {
  const sum = (of: (container: ContainerStats) => number) => containers.reduce((total, container) => total + of(container), 0);
  const nanos = BigInt(sum(({ nanoCores }) => nanoCores));
  const bytes = BigInt(sum(({ memoryBytes }) => memoryBytes)) * 1_000_000_000n;
  return { cpu: formatQuantity({ nanos, format: 'DecimalSI' }), memory: formatQuantity({ nanos: bytes, format: 'BinarySI' }) };
}

// Metrics are created on request, with the present time.
function metadataOf({ name = '', namespace, labels }: ObjectMeta = {}, now: LabTime): ObjectMeta {
  return { name, ...(namespace !== undefined && { namespace }), creationTimestamp: formatTime(now), ...(labels && { labels }) };
}
