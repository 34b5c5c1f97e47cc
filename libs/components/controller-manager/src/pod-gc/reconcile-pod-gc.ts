import { formatTime } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Node, nodeReady, nodeTaints, type Pod, podPhaseTerminal, resources, setPodCondition } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** A node may be missing for so long before its pods are taken for lost. */
const NODE_QUARANTINE_MS = 40_000;
/** Upstream looks so often. Who makes a pod for a node that is long gone makes the next one as soon as it is removed. */
const LOOKS_EVERY_MS = 20_000;
const NODE_IS_GONE = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };

/** What a pod's reconcile looks at. */
export interface PodGcView {
  readonly pod: Pod;
  /** The node the pod is bound to, if there is one and it exists. */
  readonly node: Node | undefined;
  /** Since when the bound node is known to be missing. */
  readonly missingSince: LabTime;
  /** It has ended, and more such pods are kept than may be. */
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

/** True for a node that is not ready and that somebody declared dead: its pods need not wait for it. */
export function isOutOfService(node: Node): boolean {
  return !nodeReady(node) && (node.spec?.taints ?? []).some(({ key }) => key === nodeTaints.outOfService);
}

/**
 * A pod that has not ended is reported Failed before it goes, so that its owner and whoever watches learn what became of it.
 * Models `markFailedAndDeletePodWithCondition`.
 */
function failAndRemove(pod: Pod, disruption?: { condition: typeof NODE_IS_GONE; now: LabTime }): Plan {
  if (podPhaseTerminal(pod)) return { stages: [[remove(pod)]] };
  const failed = copy(pod) as Pod;
  if (disruption !== undefined) setPodCondition(failed, disruption.condition, formatTime(disruption.now));
  failed.status = { ...failed.status, phase: 'Failed' };
  const update: PlannedAction = { do: 'update', resource: resources.pods, subresource: 'status', object: failed, tolerate: ['NotFound'] };
  return { stages: [[update], [remove(pod)]] };
}

function remove(pod: Pod): PlannedAction {
  const { uid } = pod.metadata ?? {};
  const deletion = { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) };
  return { do: 'delete', resource: resources.pods, name: nameOf(pod), deletion, tolerate: ['NotFound'] };
}
