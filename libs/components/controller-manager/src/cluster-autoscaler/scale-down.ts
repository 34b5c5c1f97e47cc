import type { PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import type { ConfigMap, Node } from '@klockwork/resources';
import { nodeEvent, statusEvent } from './autoscaler-events.ts';
import { type AutoscalerView, DELETION_CANDIDATE, type Removal, TO_BE_DELETED } from './autoscaler-view.ts';
import { isFinished } from './drainability.ts';
import { type NodePool, nameOf } from './node-pool.ts';
import { addTaint, hasTaint, removeTaints } from './node-taints.ts';
import type { UnneededNode } from './unneeded-nodes.ts';
import { utilizationText } from './utilization.ts';

/** `--scale-down-unneeded-time` */
const UNNEEDED_MS = 10 * 60_000;
/** `--scale-down-unready-time` */
const UNREADY_MS = 20 * 60_000;
/** `--scale-down-delay-after-add` */
const AFTER_ADD_MS = 10 * 60_000;
/** `--scale-down-delay-after-failure` */
const AFTER_FAILURE_MS = 3 * 60_000;
/** `--max-scale-down-parallelism` */
const REMOVALS_MAX = 10;
/** `--max-drain-parallelism` */
const DRAINS_MAX = 1;
/** `--max-bulk-soft-taint-count` */
const SOFT_TAINTS_MAX = 10;

/** Decision of a scan about fewer nodes. */
export interface ScaleDown {
  readonly actions: readonly PlannedAction[];
  readonly unneededSince: ReadonlyMap<string, LabTime>;
  readonly removals: ReadonlyMap<string, Removal>;
}

/** Begins the removal of nodes that were unneeded for long enough. Models `static_autoscaler.go` and `actuation/actuator.go`. */
export function decideScaleDown(
  { group, state, status }: AutoscalerView,
  pool: NodePool,
  unneeded: readonly UnneededNode[],
  now: LabTime,
): ScaleDown {
  const unneededSince = new Map(unneeded.map(({ node }) => [nameOf(node), state.unneededSince.get(nameOf(node)) ?? now]));
  const { removals } = state;
  if (isCoolingDown(state.lastScaleUp, AFTER_ADD_MS, now) || isCoolingDown(state.lastFailure, AFTER_FAILURE_MS, now))
    return { actions: [], unneededSince, removals };
  const ripe = unneeded.filter(
    ({ node, isReady }) => now - (unneededSince.get(nameOf(node)) ?? now) >= (isReady ? UNNEEDED_MS : UNREADY_MS),
  );
  const removed = chosen(ripe, removals, pool.group.length - removals.size - group.min);
  if (removed.length === 0) return { actions: softTaints(pool.group, unneededSince, now), unneededSince, removals };
  const additions = removed.map((one) => [nameOf(one.node), { isDrain: isDrained(one), startedAt: now, evicted: [] }] as const);
  return {
    actions: removed.flatMap((one) => beginning(one, status, now)),
    unneededSince,
    removals: new Map([...removals, ...additions]),
  };
}

function isCoolingDown(since: LabTime | undefined, ms: number, now: LabTime): boolean {
  return since !== undefined && now < since + ms;
}

function isDrained({ moved }: UnneededNode): boolean {
  return moved.length > 0;
}

/** Empty nodes go together, other nodes one after the other. Models `cropNodesToBudgets`. */
function chosen(ripe: readonly UnneededNode[], removals: ReadonlyMap<string, Removal>, spare: number): UnneededNode[] {
  const room = Math.min(spare, REMOVALS_MAX - removals.size);
  const drains = DRAINS_MAX - [...removals.values()].filter(({ isDrain }) => isDrain).length;
  const empty = ripe.filter((one) => !isDrained(one));
  return [...empty, ...ripe.filter(isDrained).slice(0, Math.max(0, drains))].slice(0, Math.max(0, room));
}

function beginning({ node, moved, utilization }: UnneededNode, status: ConfigMap | undefined, now: LabTime): PlannedAction[] {
  const name = nameOf(node);
  const pods = moved.filter((pod) => !isFinished(pod)).map((pod) => pod.metadata?.name);
  const removing =
    moved.length === 0
      ? statusEvent(status, 'ScaleDownEmpty', `Scale-down: removing empty node "${name}"`)
      : statusEvent(
          status,
          'ScaleDown',
          `Scale-down: removing node ${name}, utilization: ${utilizationText(utilization)}, pods to reschedule: ${pods.join(',')}`,
        );
  return [addTaint(node, TO_BE_DELETED, now), nodeEvent(node, 'ScaleDown', 'marked the node as toBeDeleted/unschedulable'), ...removing];
}

/** Adds and removes taints that make unneeded nodes unattractive. Models `actuation.UpdateSoftDeletionTaints`. */
function softTaints(group: readonly Node[], unneeded: ReadonlyMap<string, LabTime>, now: LabTime): PlannedAction[] {
  const isUnneeded = (node: Node) => unneeded.has(nameOf(node));
  const needed = group.filter((node) => !isUnneeded(node) && hasTaint(node, DELETION_CANDIDATE));
  const added = group.filter((node) => isUnneeded(node) && !hasTaint(node, DELETION_CANDIDATE)).slice(0, SOFT_TAINTS_MAX);
  return [
    ...needed.map((node) => removeTaints(node, [DELETION_CANDIDATE])),
    ...added.map((node) => addTaint(node, DELETION_CANDIDATE, now)),
  ];
}
