import { formatTime } from '@klockwork/api-machinery';
import type { Action, Plan, PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Node, nodeCondition, nodeReady, type Pod, podCondition, podReady, resources, setPodCondition } from '@klockwork/resources';
import { silenceDeadline, unknownConditions } from './node-health.ts';
import { wantedTaints } from './node-taints.ts';
import type { NodePeriods, NodeView } from './node-view.ts';

/**
 * Watches over one node: silence makes its conditions Unknown, conditions make taints, and the pods of a node that is not
 * ready are not ready either. Models monitorNodeHealth of pkg/controller/nodelifecycle.
 */
export function reconcileNode(view: NodeView, periods: NodePeriods, now: LabTime): Plan {
  const { node, isNew } = view;
  const deadline = silenceDeadline(view, periods);
  const stages: PlannedAction[][] = [];
  if (isNew) stages.push([recordNodeEvent(node, 'RegisteredNode', `Registered Node ${node.metadata?.name} in Controller`)]);
  if (now >= deadline.at) {
    stages.push(...(silent(node, now) ?? follow(view, now)));
    return { stages };
  }
  stages.push(...follow(view, now));
  // Upkeep: each lease renewal extends this timer.
  const timer = { name: 'node-monitor-grace-period', upkeep: true } as const;
  return { stages, wakeAt: { at: deadline.at, timer, ...(deadline.revision === undefined ? {} : { revision: deadline.revision }) } };
}

/** Taints and pod conditions after a change of node conditions, in a separate reconcile for a readable log order. */
function follow(view: NodeView, now: LabTime): PlannedAction[][] {
  const { node, pods, fullDisruption } = view;
  const taints = wantedTaints(node, { evict: !fullDisruption }, now);
  const stages: PlannedAction[][] = [];
  if (taints !== undefined) stages.push([setTaints(node, taints)]);
  if (nodeCondition(node, 'Ready') !== undefined && !nodeReady(node))
    stages.push(pods.filter(podReady).flatMap((pod) => markNotReady(pod, now)));
  return stages.filter((stage) => stage.length > 0);
}

function silent(node: Node, now: LabTime): PlannedAction[][] | undefined {
  const conditions = unknownConditions(node, now);
  if (conditions === undefined) return undefined;
  const object: Node = { ...node, status: { ...node.status, conditions } };
  const update: PlannedAction = { type: 'update', resource: resources.nodes, subresource: 'status', object };
  if (!nodeReady(node)) return [[update]];
  const message = `Node ${node.metadata?.name} status is now: NodeNotReady`;
  return [[{ ...update, onDone: () => record(node, 'NodeNotReady', message) }]];
}

function setTaints(node: Node, taints: NonNullable<Node['spec']>['taints']): PlannedAction {
  const object: Node = { ...node, spec: { ...node.spec, taints: taints ?? [] } };
  return { type: 'update', resource: resources.nodes, object };
}

/** Models MarkPodsNotReady of pkg/controller/util/node. */
function markNotReady(pod: Pod, now: LabTime): PlannedAction[] {
  const object = copy(pod) as Pod;
  const ready = podCondition(pod, 'Ready');
  if (ready === undefined || !setPodCondition(object, { ...ready, status: 'False' }, formatTime(now))) return [];
  const about = { resource: resources.pods, object: pod };
  return [
    {
      type: 'update',
      resource: resources.pods,
      subresource: 'status',
      object,
      tolerate: ['NotFound'],
      onDone: () => ({ type: 'record', about, eventType: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' }),
    },
  ];
}

/** Event on a node with the message of upstream's RecordNodeEvent. */
export function recordNodeEvent(node: Node, reason: string, what: string): Action {
  return record(node, reason, `Node ${node.metadata?.name} event: ${what}`);
}

function record(node: Node, reason: string, message: string): Action {
  return { type: 'record', about: { resource: resources.nodes, object: node }, eventType: 'Normal', reason, message };
}
