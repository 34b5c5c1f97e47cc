import type { Pod, PodDisruptionBudget } from '@klockwork/kubernetes-types';
import { type NodeInfo, type PlacedPod, withPod } from '../node-info.ts';
import type { Refusal } from '../plugin.ts';
import { budgetViolations } from './budget-violations.ts';
import { byImportance, podPriority } from './pod-importance.ts';

const NO_VICTIMS: Refusal = { reasons: ['No preemption victims found for incoming pod'], resolvable: false };

/** Pods of one node that make room for another pod. */
export interface NodeVictims {
  readonly node: string;
  /** The most important first. */
  readonly pods: readonly Pod[];
  /** How many of them violate a disruption budget. */
  readonly violations: number;
}

/** Node with pods that preemption may remove. */
export interface PreemptionScene {
  readonly node: NodeInfo;
  readonly budgets: readonly PodDisruptionBudget[];
  /** Returns the refusal of the node with other pods; undefined if the preemptor fits. */
  readonly refuse: (node: NodeInfo) => Refusal | undefined;
}

/**
 * Removes all pods of lower priority, and spares as many as still fit, the most important first, those with a budget before all others.
 * Returns the rest, or the refusal of a node where this does not help. Models `SelectVictimsOnNode`.
 */
export function selectVictims(preemptor: Pod, { node, budgets, refuse }: PreemptionScene): NodeVictims | Refusal {
  if (lowestPriority(node) >= podPriority(preemptor)) return NO_VICTIMS;
  const lower = [...node.pods.values()].filter(({ pod }) => podPriority(pod) < podPriority(preemptor));
  const candidates = lower.sort((a, b) => byImportance(a.pod, b.pod));
  let rest = candidates.reduce((info, pod) => withPod(info, pod, -1), node);
  const refusal = refuse(rest);
  if (refusal !== undefined) return refusal;
  const violating = budgetViolations(
    candidates.map(({ pod }) => pod),
    budgets,
  );
  const isSpared = (pod: PlacedPod) => {
    const more = withPod(rest, pod, 1);
    if (refuse(more) !== undefined) return false;
    rest = more;
    return true;
  };
  const removedViolating = candidates.filter(({ pod }) => violating.has(pod)).filter((pod) => !isSpared(pod));
  const removedPods = candidates.filter(({ pod }) => !violating.has(pod)).filter((pod) => !isSpared(pod));
  const pods = [...removedViolating, ...removedPods].map(({ pod }) => pod).sort(byImportance);
  return { node: node.name, pods, violations: removedViolating.length };
}

const lowestPriorities = new WeakMap<NodeInfo, number>();

/** Returns the lowest priority of the node's pods; computed once for many preemptors. */
function lowestPriority(node: NodeInfo): number {
  const lowestPriority = lowestPriorities.get(node);
  if (lowestPriority !== undefined) return lowestPriority;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { pod } of node.pods.values()) lowest = Math.min(lowest, podPriority(pod));
  lowestPriorities.set(node, lowest);
  return lowest;
}
