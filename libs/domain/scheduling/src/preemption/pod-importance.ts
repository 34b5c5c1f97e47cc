import type { Pod } from '@klockwork/kubernetes-types';

/** Returns the priority that admission gave the pod. Models `corev1helpers.PodPriority`. */
export function podPriority(pod: Pod): number {
  return pod.spec?.priority ?? 0;
}

/** Returns the start of the pod in ms; a pod that has not started counts as started last. Models `util.GetPodStartTime`. */
export function podStart({ status }: Pod): number {
  return status?.startTime === undefined ? Number.POSITIVE_INFINITY : Date.parse(status.startTime);
}

/** Orders pods by importance: higher priority first, then the earlier start. Models `util.MoreImportantPod`. */
export function byImportance(a: Pod, b: Pod): number {
  if (podPriority(a) !== podPriority(b)) return podPriority(b) - podPriority(a);
  const [startA, startB] = [podStart(a), podStart(b)];
  return startA === startB ? 0 : startA - startB;
}
