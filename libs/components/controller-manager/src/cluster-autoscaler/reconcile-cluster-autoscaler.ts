import type { PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import { NODE_GROUP, type Node, placeOf, resources } from '@klockwork/resources';
import { podEvent, statusEvent } from './autoscaler-events.ts';
import { autoscalerStatus, initialStatus } from './autoscaler-status.ts';
import { type AutoscalerState, type AutoscalerView, DELETION_CANDIDATE, REPEAT_MS, TO_BE_DELETED } from './autoscaler-view.ts';
import { continueRemovals } from './continue-removals.ts';
import { type NodePool, nodePool } from './node-pool.ts';
import { hasTaint, removeTaints } from './node-taints.ts';
import { Placements } from './place-pods.ts';
import { decideScaleDown } from './scale-down.ts';
import { decideScaleUp, type ScaleUp, unschedulablePods } from './scale-up.ts';
import { unneededNodes } from './unneeded-nodes.ts';

/** Result of a scan: actions, and the state for the next scan. */
export interface Scan {
  readonly stages: readonly (readonly PlannedAction[])[];
  readonly state: AutoscalerState;
  /** True while nodes start, end, or may be removed. Pods that no node helps make no progress. */
  readonly isBusy: boolean;
}

/**
 * Adds nodes for unschedulable pods, and removes unneeded nodes. A new Node object starts a machine of the group, and its deletion ends the
 * machine. Models `StaticAutoscaler.RunOnce` of kubernetes/autoscaler.
 */
export function reconcileClusterAutoscaler(view: AutoscalerView, now: LabTime): Scan {
  if (!view.state.isClean) return clean(view, now);
  const steps = continueRemovals(view, now);
  const state = { ...view.state, removals: steps.removals, ...(steps.hasFailed && { lastFailure: now }) };
  const pool = nodePool(view, now);
  const scaleUp = decideScaleUp(unschedulablePods(view.pods), pool, view.group, view.scheduling);
  const up = scaleUpActions(scaleUp, view, pool, now);
  const isScaled = scaleUp.added.length > 0;
  const scaled = { ...state, recorded: up.recorded, ...(isScaled && { lastScaleUp: now, unneededSince: new Map() }) };
  const down = isScaled
    ? { actions: [], unneededSince: scaled.unneededSince, removals: scaled.removals }
    : scaleDown({ ...view, state: scaled }, pool, now);
  const facts = { pool, size: view.group, candidates: down.unneededSince.size, nodes: view.nodes.length };
  const { actions, conditions } = autoscalerStatus(facts, { status: view.status, conditions: state.conditions }, now);
  const { unneededSince, removals } = down;
  return {
    stages: [[...steps.actions], [...up.actions], [...down.actions], [...actions]].filter((stage) => stage.length > 0),
    state: { ...scaled, unneededSince, removals, conditions },
    isBusy: isScaled || pool.starting.length > 0 || unneededSince.size > 0 || removals.size > 0,
  };
}

/** Creates the status, and removes taints of an earlier process. Models `cleanUpIfRequired` and `NewStatusMapRecorder`. */
function clean({ nodes, state, status }: AutoscalerView, now: LabTime): Scan {
  const taints = [TO_BE_DELETED, DELETION_CANDIDATE];
  const tainted = nodes.filter((node) => taints.some((key) => hasTaint(node, key)));
  const actions = [...(status === undefined ? [initialStatus(now)] : []), ...tainted.map((node) => removeTaints(node, taints))];
  const stages = actions.length === 0 ? [] : [actions];
  return { stages, state: { ...state, isClean: true }, isBusy: true };
}

function scaleDown(view: AutoscalerView, pool: NodePool, now: LabTime) {
  const drains = { pods: view.pods, budgets: view.scheduling.budgets() };
  const placements = new Placements(pool.ready, view.scheduling);
  return decideScaleDown(view, pool, unneededNodes(pool, view.group, drains, { placements, now }), now);
}

function scaleUpActions({ added, triggering, refused }: ScaleUp, { group, state, status }: AutoscalerView, pool: NodePool, now: LabTime) {
  const recorded = new Map([...state.recorded].filter(([, at]) => now < at + REPEAT_MS));
  const [before, after] = [pool.group.length, pool.group.length + added.length];
  const info = `{${NODE_GROUP} ${before}->${after} (max: ${group.max})}`;
  const sizes = `size to ${after} instead of ${before} (max: ${group.max})`;
  const actions: PlannedAction[] = added.map((name) => creation(name, status));
  if (added.length > 0)
    actions.push(
      ...statusEvent(status, 'ScaledUpGroup', `Scale-up: setting group ${NODE_GROUP} ${sizes}`),
      ...statusEvent(status, 'ScaledUpGroup', `Scale-up: group ${NODE_GROUP} ${sizes.replace('size to', 'size set to')}`),
    );
  for (const pod of triggering) actions.push(podEvent(pod, 'TriggeredScaleUp', `pod triggered scale-up: [${info}]`));
  for (const { pod, reason } of refused) {
    const key = `${pod.metadata?.uid} ${reason}`;
    if (recorded.has(key)) continue;
    recorded.set(key, now);
    actions.push(podEvent(pod, 'NotTriggerScaleUp', `pod didn't trigger scale-up: ${reason}`));
  }
  return { actions, recorded };
}

/** Creates the Node of a new machine, as upstream's provider `kwok` does. */
function creation(name: string, status: AutoscalerView['status']): PlannedAction {
  const { podCidr } = placeOf(name);
  const object: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { podCIDR: podCidr, podCIDRs: [podCidr] } };
  return {
    type: 'create',
    resource: resources.nodes,
    object,
    tolerate: ['AlreadyExists'],
    onRefused: (message) => statusEvent(status, 'FailedToScaleUpGroup', `Scale-up failed for group ${NODE_GROUP}: ${message}`, 'Warning'),
  };
}
