import { formatTime } from '@klockwork/api-machinery';
import { type Action, NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Pod, resources, setPodCondition } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { type EvictingTaint, stayUnder } from './tolerated.ts';

/** Inputs of a pod's reconcile. */
export interface TaintEvictionView {
  readonly pod: Pod;
  /** NoExecute taints of the pod's node. */
  readonly threats: readonly EvictingTaint[];
  /** True for a scheduled eviction. */
  readonly isPlanned: boolean;
}

/** Evicts the pod from a tainted node when its tolerations have run out. Models pkg/controller/tainteviction. */
export function reconcileTaintEviction({ pod, threats, isPlanned }: TaintEvictionView, now: LabTime): Plan {
  if (pod.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const stay = stayUnder(threats, pod.spec?.tolerations ?? []);
  if (stay === 'for ever') return isPlanned ? { stages: [[record(pod, `Cancelling deletion of Pod ${longName(pod)}`)]] } : NOTHING;
  if (now >= stay.until) return { stages: evict(pod, now) };
  return { stages: [], wakeAt: { at: stay.until, timer: { name: 'taint-eviction' } } };
}

function evict(pod: Pod, now: LabTime): PlannedAction[][] {
  const markedPod = copy(pod) as Pod;
  const disrupted = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  const changed = setPodCondition(markedPod, disrupted, formatTime(now));
  const { uid } = pod.metadata ?? {};
  const update: PlannedAction = {
    type: 'update',
    resource: resources.pods,
    subresource: 'status',
    object: markedPod,
    tolerate: ['NotFound'],
  };
  return [
    [record(pod, `Marking for deletion Pod ${longName(pod)}`)],
    changed ? [update] : [],
    [{ type: 'delete', resource: resources.pods, name: nameOf(pod), deletion: uid === undefined ? {} : { uid }, tolerate: ['NotFound'] }],
  ].filter((stage) => stage.length > 0) as PlannedAction[][];
}

function record(pod: Pod, message: string): Action {
  return { type: 'record', about: { resource: resources.pods, object: pod }, eventType: 'Normal', reason: 'TaintManagerEviction', message };
}

function longName(pod: Pod): string {
  return `${pod.metadata?.namespace}/${pod.metadata?.name}`;
}
