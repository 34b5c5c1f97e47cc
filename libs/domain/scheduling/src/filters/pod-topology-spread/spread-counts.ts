import type { Pod } from '@klockwork/kubernetes-types';
import type { NodeInfo } from '../../node-info.ts';
import { topologyValue } from '../../topology-value.ts';
import { hasTopologies, type SpreadConstraint, type SpreadDefaults, spreadConstraints } from './spread-constraints.ts';

/** Matching pods of one constraint in each topology. */
export interface SpreadCounts {
  readonly constraint: SpreadConstraint;
  /** By value of the topology's label. */
  readonly pods: ReadonlyMap<string, number>;
  /** Fewest pods of a topology; 0 below `minDomains` topologies. */
  readonly fewest: number;
  /** 1 if the constraint counts the pod itself. */
  readonly itself: number;
}

/** Returns the counts of the pod's DoNotSchedule constraints. Models `calPreFilterState` of `plugins/podtopologyspread`. */
export function spreadCounts(pod: Pod, nodes: readonly NodeInfo[], defaults: SpreadDefaults): SpreadCounts[] {
  const constraints = spreadConstraints(pod, 'DoNotSchedule', defaults);
  const countedNodes = constraints.length === 0 ? [] : nodes.filter((info) => hasTopologies(info, constraints));
  return constraints.map((constraint) => {
    const pods = new Map<string, number>();
    for (const info of countedNodes) {
      if (!constraint.includes(info.node)) continue;
      const value = topologyValue(info, constraint.topologyKey) as string;
      pods.set(value, (pods.get(value) ?? 0) + countedPods(info, constraint));
    }
    const fewest = pods.size < constraint.minDomains ? 0 : Math.min(...pods.values());
    return { constraint, pods, fewest, itself: constraint.counts(pod) ? 1 : 0 };
  });
}

/** Returns how many pods of a node a constraint counts. */
export function countedPods({ pods, spreadCounts }: NodeInfo, { counts, countsKey }: SpreadConstraint): number {
  if (pods.size === 0) return 0;
  const before = spreadCounts.get(countsKey);
  if (before !== undefined) return before;
  let number = 0;
  for (const { pod } of pods.values()) if (counts(pod)) number += 1;
  spreadCounts.set(countsKey, number);
  return number;
}
