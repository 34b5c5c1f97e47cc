import { formatTime } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Node, nodeReady, nodeTaints, type Pod, podPhaseTerminal, resources, setPodCondition } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** A node may be missing for so long before its pods are taken for lost. */
const NODE_QUARANTINE_MS = 40_000;

/** What a pod's reconcile looks at. */
export interface PodGcView {
  readonly pod: Pod;
  /** The node the pod is bound to, if there is one and it exists. */
  readonly node: Node | undefined;
  /** Since when the bound node is known to be missing. */
  readonly missingSince: LabTime;
}

/** Removes pods that no kubelet will ever finish. Models gcOrphaned, gcUnscheduledTerminating and gcTerminating of pkg/controller/podgc. */
export function reconcilePodGc({ pod, node, missingSince }: PodGcView, now: LabTime): Plan {
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  if (!pod.spec?.nodeName) return terminating ? { stages: [[remove(pod)]] } : NOTHING;
  if (node !== undefined) return terminating && isOutOfService(node) ? lost(pod, 'node is out of service', now) : NOTHING;
  const deadline = missingSince + NODE_QUARANTINE_MS;
  if (now < deadline) return { stages: [], wakeAt: { at: deadline, timer: { name: 'pod-gc-quarantine' } } };
  return lost(pod, 'node no longer exists', now);
}

/** True for a node that is not ready and that somebody declared dead: its pods need not wait for it. */
export function isOutOfService(node: Node): boolean {
  return !nodeReady(node) && (node.spec?.taints ?? []).some(({ key }) => key === nodeTaints.outOfService);
}

/** The pod is reported Failed before it goes, so that its owner and whoever watches learn what became of it. */
function lost(pod: Pod, why: string, now: LabTime): Plan {
  const marked = copy(pod) as Pod;
  const disrupted = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: `PodGC: ${why}` };
  const changed = setPodCondition(marked, disrupted, formatTime(now));
  if (!podPhaseTerminal(pod)) marked.status = { ...marked.status, phase: 'Failed' };
  const update: PlannedAction = { do: 'update', resource: resources.pods, subresource: 'status', object: marked, tolerate: ['NotFound'] };
  return { stages: changed || !podPhaseTerminal(pod) ? [[update], [remove(pod)]] : [[remove(pod)]] };
}

function remove(pod: Pod): PlannedAction {
  const { uid } = pod.metadata ?? {};
  const deletion = { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) };
  return { do: 'delete', resource: resources.pods, name: nameOf(pod), deletion, tolerate: ['NotFound'] };
}
