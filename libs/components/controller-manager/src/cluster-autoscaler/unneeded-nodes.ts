import type { LabTime } from '@klockwork/kernel';
import type { PodDisruptionBudget } from '@klockwork/kubernetes-types';
import type { Node, NodeGroupSize, Pod } from '@klockwork/resources';
import { type NodeInfo, nodeInfo, placedPod } from '@klockwork/scheduling';
import { drainability, isFinished } from './drainability.ts';
import { isDeleting, type NodePool, nameOf } from './node-pool.ts';
import type { Placements } from './place-pods.ts';
import { type Utilization, utilizationOf } from './utilization.ts';

/** Node that the cluster can lose. */
export interface UnneededNode {
  readonly node: Node;
  /** Pods that need another node. */
  readonly moved: readonly Pod[];
  readonly utilization: Utilization;
  readonly isReady: boolean;
}

/** Objects that keep pods where they are. */
export interface DrainView {
  readonly pods: readonly Pod[];
  readonly budgets: readonly PodDisruptionBudget[];
}

const SCALE_DOWN_DISABLED = 'cluster-autoscaler.kubernetes.io/scale-down-disabled';
/** `--scale-down-utilization-threshold` */
const UTILIZATION_MAX = 0.5;

/**
 * Returns the nodes of a group above its minimum whose pods fit on other nodes, empty ones first. Removals are simulated one after the
 * other. Models `eligibility.Checker` and `planner.Planner`.
 */
export function unneededNodes(
  pool: NodePool,
  size: NodeGroupSize,
  drains: DrainView,
  { placements, now }: { readonly placements: Placements; readonly now: LabTime },
): UnneededNode[] {
  if (pool.group.length <= size.min) return [];
  const candidates = eligibleNodes(pool, drains, now).sort((a, b) => a.moved.length - b.moved.length);
  return candidates.filter((candidate) => isRemovable(candidate, placements));
}

/** Returns the pods of a node that its removal moves; undefined if a pod blocks the removal. */
export function movedPods(node: Node, { pods, budgets }: DrainView, now: LabTime): readonly Pod[] | undefined {
  const own = pods.filter((pod) => pod.spec?.nodeName === nameOf(node));
  const judged = own.map((pod) => ({ pod, drainability: drainability(pod, budgets, now) }));
  if (judged.some((one) => one.drainability === 'block')) return undefined;
  return judged.filter((one) => one.drainability === 'move').map(({ pod }) => pod);
}

function eligibleNodes(pool: NodePool, drains: DrainView, now: LabTime): UnneededNode[] {
  const ready = new Map(pool.ready.map((info) => [info.name, info]));
  return pool.group.flatMap((node) => {
    const info = ready.get(nameOf(node));
    if (isDeleting(node) || pool.starting.includes(node) || node.metadata?.annotations?.[SCALE_DOWN_DISABLED] === 'true') return [];
    const utilization = utilizationOf(info ?? unreadyInfo(node, drains.pods));
    const moved = utilization.highest < UTILIZATION_MAX ? movedPods(node, drains, now) : undefined;
    return moved === undefined ? [] : [{ node, moved, utilization, isReady: info !== undefined }];
  });
}

function unreadyInfo(node: Node, pods: readonly Pod[]): NodeInfo {
  return nodeInfo(node, pods.filter(({ spec }) => spec?.nodeName === nameOf(node)).map(placedPod));
}

/** Removes the node in the simulation if the others take its pods. */
function isRemovable({ node, moved }: UnneededNode, placements: Placements): boolean {
  const trial = placements.copy();
  trial.remove(nameOf(node));
  if (!moved.every((pod) => isFinished(pod) || trial.place(pod))) return false;
  placements.replace(trial);
  return true;
}
