import { semanticEqual } from '@klockwork/api-machinery';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import { type Node, nodeCondition, taintText } from './node.ts';

/** Event of a Node change. */
export type NodeEvent =
  | Exclude<LifeCycleEvent<'Node'>, { type: 'NodeCreated' }>
  | { readonly type: 'NodeRegistered'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'NodeBecameReady'; readonly data: ReadyData }
  | { readonly type: 'NodeBecameNotReady'; readonly data: ReadyData }
  | { readonly type: 'NodeStatusReported'; readonly data: { readonly ready: string } }
  | { readonly type: 'NodeCordoned'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'NodeUncordoned'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'NodeTainted'; readonly data: TaintData }
  | { readonly type: 'NodeUntainted'; readonly data: TaintData };

type ReadyData = {
  readonly status: string;
  readonly reason: string;
};

/** Taints as `key=value:effect`. */
type TaintData = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
};

export function nodeEvent(change: Change<Node>): NodeEvent {
  const { previous, next } = change;
  if (change.verb === 'update' && previous !== undefined)
    return (changeOfReady(previous, next) ?? changeOfSpec(previous, next)) || otherUpdate(change);
  const event = lifeCycleEvent('Node', change);
  return event.type === 'NodeCreated' ? { type: 'NodeRegistered', data: {} } : event;
}

function changeOfReady(previous: Node, next: Node): NodeEvent | undefined {
  const [before, after] = [nodeCondition(previous, 'Ready'), nodeCondition(next, 'Ready')];
  if (after === undefined || before?.status === after.status) return undefined;
  const data = { status: after.status, reason: after.reason ?? '' };
  return { type: after.status === 'True' ? 'NodeBecameReady' : 'NodeBecameNotReady', data };
}

/** Cordoning precedes taints: `kubectl cordon` is the user's intent, the taint its effect. */
function changeOfSpec(previous: Node, next: Node): NodeEvent | undefined {
  const cordoned = next.spec?.unschedulable ?? false;
  if (cordoned !== (previous.spec?.unschedulable ?? false)) return { type: cordoned ? 'NodeCordoned' : 'NodeUncordoned', data: {} };
  const [before, after] = [taintTexts(previous), taintTexts(next)];
  const addedTaints = after.filter((taint) => !before.includes(taint));
  const removedTaints = before.filter((taint) => !after.includes(taint));
  if (addedTaints.length + removedTaints.length === 0) return undefined;
  return { type: addedTaints.length > 0 ? 'NodeTainted' : 'NodeUntainted', data: { added: addedTaints, removed: removedTaints } };
}

function otherUpdate(change: Change<Node>): NodeEvent {
  const { previous, next } = change;
  const reported = change.subresource === 'status' && semanticEqual(previous?.spec, next.spec);
  if (reported) return { type: 'NodeStatusReported', data: { ready: nodeCondition(next, 'Ready')?.status ?? 'Unknown' } };
  return lifeCycleEvent('Node', change) as Exclude<LifeCycleEvent<'Node'>, { type: 'NodeCreated' }>;
}

function taintTexts(node: Node): string[] {
  return (node.spec?.taints ?? []).map(taintText);
}
