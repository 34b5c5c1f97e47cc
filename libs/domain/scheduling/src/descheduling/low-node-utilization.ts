import { type NodeInfo, type PlacedPod, withPod } from '../node-info.ts';
import { type Eviction, isEvictable } from './evictable.ts';

/** Thresholds in percent of a node's allocatable resources. */
export interface Utilization {
  /** A node below this share in every resource is underutilized. */
  readonly threshold: number;
  /** A node above this share in any resource is overutilized. */
  readonly target: number;
}

/** Compared resources: requests, and number of pods. */
const RESOURCES = ['cpu', 'memory', 'pods'];

/**
 * Returns evictions that balance nodes: from the fullest node, until it is below the target or the empty nodes would exceed theirs. Returns
 * none without both a full and an empty node. Models LowNodeUtilization of kubernetes-sigs/descheduler.
 */
export function lowNodeUtilization(nodes: readonly NodeInfo[], { threshold, target }: Utilization): Eviction[] {
  const empty = nodes.filter((info) => info.node.spec?.unschedulable !== true && RESOURCES.every((name) => share(info, name) < threshold));
  const full = nodes.filter((info) => RESOURCES.some((name) => share(info, name) > target)).toSorted((a, b) => highest(b) - highest(a));
  if (empty.length === 0) return [];
  const room = new Map(
    RESOURCES.map((name) => [name, empty.reduce((sum, info) => sum + (allocatable(info, name) * target) / 100 - used(info, name), 0)]),
  );
  return full.flatMap((info) => lend(info, room, target));
}

function lend(info: NodeInfo, room: Map<string, number>, target: number): Eviction[] {
  const evictions: Eviction[] = [];
  let left = info;
  for (const placedPod of [...info.pods.values()].filter(({ pod }) => isEvictable(pod)).toSorted(leastMissed)) {
    if (RESOURCES.every((name) => share(left, name) <= target)) break;
    if (RESOURCES.some((name) => (room.get(name) ?? 0) <= amount(placedPod, name))) continue;
    for (const name of RESOURCES) room.set(name, (room.get(name) ?? 0) - amount(placedPod, name));
    evictions.push({
      pod: placedPod.pod,
      node: info.name,
      reason: `the node is used to ${Math.round(highest(left))} %, more than ${target} %`,
    });
    left = withPod(left, placedPod, -1);
  }
  return evictions;
}

/** Low priority first, then low requests. */
function leastMissed(a: PlacedPod, b: PlacedPod): number {
  const priority = (a.pod.spec?.priority ?? 0) - (b.pod.spec?.priority ?? 0);
  if (priority !== 0) return priority;
  const difference = amount(a, 'cpu') - amount(b, 'cpu') || amount(a, 'memory') - amount(b, 'memory');
  return difference !== 0 ? difference : (a.pod.metadata?.name ?? '') < (b.pod.metadata?.name ?? '') ? -1 : 1;
}

function amount({ requests }: PlacedPod, name: string): number {
  return name === 'pods' ? 1 : (requests[name] ?? 0);
}

function used({ requested, pods }: NodeInfo, name: string): number {
  return name === 'pods' ? pods.size : (requested[name] ?? 0);
}

function allocatable({ allocatable: amounts }: NodeInfo, name: string): number {
  return amounts[name] ?? 0;
}

function share(info: NodeInfo, name: string): number {
  const all = allocatable(info, name);
  return all === 0 ? 0 : (100 * used(info, name)) / all;
}

function highest(info: NodeInfo): number {
  return Math.max(...RESOURCES.map((name) => share(info, name)));
}
