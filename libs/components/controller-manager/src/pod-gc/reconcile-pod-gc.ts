import { formatTime } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Node, nodeReady, nodeTaints, type Pod, podPhaseTerminal, resources, setPodCondition } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** Quarantine of a missing node: its pods are orphaned afterwards. */
const NODE_QUARANTINE_MS = 40_000;
/** Interval of upstream's passes. A controller replaces a pod of a missing node as soon as it is deleted. */
const LOOKS_EVERY_MS = 20_000;
const NODE_IS_GONE = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };

/** Inputs of a pod's reconcile. */
export interface PodGcView {
  readonly pod: Pod;
  /** Node of the pod, if bound and existing. */
  readonly node: Node | undefined;
  /** Detection time of the missing node. */
  readonly missingSince: LabTime;
  /** Finished pod above the threshold. */
  readonly surplus: boolean;
}

/** Removes pods that no kubelet will ever finish, and ended ones that are too many. Models `gc` of pkg/controller/podgc. */
export function reconcilePodGc({ pod, node, missingSince, surplus }: PodGcView, now: LabTime): Plan {
  if (surplus) return failAndRemove(pod);
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  if (!pod.spec?.nodeName) return terminating ? failAndRemove(pod) : NOTHING;
  if (node !== undefined) return terminating && isOutOfService(node) ? failAndRemove(pod) : NOTHING;
  const madeAt = Date.parse(pod.metadata?.creationTimestamp ?? '') || 0;
  const deadline = Math.max(missingSince + NODE_QUARANTINE_MS, madeAt + LOOKS_EVERY_MS);
  if (now < deadline) return { stages: [], wakeAt: { at: deadline, timer: { name: 'pod-gc-quarantine' } } };
  return failAndRemove(pod, { condition: NODE_IS_GONE, now });
}

/** True for an unready node with an out-of-service taint: its pods need not wait for a kubelet. */
export function isOutOfService(node: Node): boolean {
  return !nodeReady(node) && (node.spec?.taints ?? []).some(({ key }) => key === nodeTaints.outOfService);
}

/** Marks an unfinished pod Failed before its deletion, for owners and watchers. Models `markFailedAndDeletePodWithCondition`. */
function failAndRemove(pod: Pod, disruption?: { condition: typeof NODE_IS_GONE; now: LabTime }): Plan {
  if (podPhaseTerminal(pod)) return { stages: [[remove(pod)]] };
  const failedPod = copy(pod) as Pod;
  if (disruption !== undefined) setPodCondition(failedPod, disruption.condition, formatTime(disruption.now));
  failedPod.status = { ...failedPod.status, phase: 'Failed' };
  const update: PlannedAction = {
    type: 'update',
    resource: resources.pods,
    subresource: 'status',
    object: failedPod,
    tolerate: ['NotFound'],
  };
  return { stages: [[update], [remove(pod)]] };
}

function remove(pod: Pod): PlannedAction {
  const { uid } = pod.metadata ?? {};
  const deletion = { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) };
  return { type: 'delete', resource: resources.pods, name: nameOf(pod), deletion, tolerate: ['NotFound'] };
}
