import { labelSelector } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { PodDisruptionBudget } from '@klockwork/kubernetes-types';
import { MIRROR_POD, type Pod } from '@klockwork/resources';
import { controllerOf } from '../ownership/owner-reference.ts';

/** Effect of a pod on the removal of its node. */
export type Drainability = 'ignore' | 'move' | 'block';

const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const SAFE_LOCAL_VOLUMES = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';
/** Kinds of controllers that replace an evicted pod. Other kinds block, by `--skip-nodes-with-custom-controller-pods`. */
const REPLICATING: readonly string[] = ['ReplicationController', 'ReplicaSet', 'StatefulSet', 'Job'];
/** Time after the end of a grace period in which a pod may still exist. Models `drain.PodLongTerminatingExtraThreshold`. */
const LONG_TERMINATING_MS = 30_000;

/**
 * Returns whether the removal of a node moves the pod, leaves it aside, or is impossible. Models `simulator/drainability/rules` with the
 * default flags.
 */
export function drainability(pod: Pod, budgets: readonly PodDisruptionBudget[], now: LabTime): Drainability {
  if (isMirror(pod) || isLongTerminating(pod, now) || isDaemon(pod)) return 'ignore';
  const annotations = pod.metadata?.annotations ?? {};
  if (annotations[SAFE_TO_EVICT] === 'true' || isFinished(pod)) return 'move';
  const own = budgets.filter((budget) => covers(budget, pod));
  const isBlocked =
    !REPLICATING.includes(controllerOf(pod)?.kind ?? '') ||
    (pod.metadata?.namespace === 'kube-system' && own.length === 0) ||
    annotations[SAFE_TO_EVICT] === 'false' ||
    hasLocalStorage(pod, (annotations[SAFE_LOCAL_VOLUMES] ?? '').split(',')) ||
    own.some(({ status }) => (status?.disruptionsAllowed ?? 0) < 1);
  return isBlocked ? 'block' : 'move';
}

/** Returns whether a DaemonSet owns the pod. */
export function isDaemon(pod: Pod): boolean {
  return controllerOf(pod)?.kind === 'DaemonSet';
}

/** Returns whether the pod is the copy of a static pod. */
export function isMirror({ metadata }: Pod): boolean {
  return metadata?.annotations?.[MIRROR_POD] !== undefined;
}

/** Returns whether no container of the pod runs any more. */
export function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function isLongTerminating({ metadata }: Pod, now: LabTime): boolean {
  // A deletionTimestamp is the end of the grace period.
  return metadata?.deletionTimestamp !== undefined && Date.parse(String(metadata.deletionTimestamp)) + LONG_TERMINATING_MS < now;
}

function hasLocalStorage({ spec }: Pod, safe: readonly string[]): boolean {
  return (spec?.volumes ?? []).some(
    ({ name, emptyDir, hostPath }) => !safe.includes(name ?? '') && (hostPath !== undefined || (emptyDir && emptyDir.medium !== 'Memory')),
  );
}

function covers({ metadata, spec }: PodDisruptionBudget, pod: Pod): boolean {
  const selector = labelSelector.tryFromObject(spec?.selector);
  return metadata?.namespace === pod.metadata?.namespace && selector?.matches(pod.metadata?.labels ?? {}) === true;
}
