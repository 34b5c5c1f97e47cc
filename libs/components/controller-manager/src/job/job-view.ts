import { type Job, jobNames, type Pod } from '@klockwork/resources';
import type { FinishedPod } from './finished-pods.ts';

/** Inputs of a Job's reconcile. */
export interface JobView {
  readonly job: Job;
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Finished pods, including deleted ones. */
  readonly finished: readonly FinishedPod[];
}

/** True for a pod not yet counted. */
export function isTracked(pod: Pod): boolean {
  return pod.metadata?.finalizers?.includes(jobNames.trackingFinalizer) === true;
}

/** True for completion mode Indexed. */
export function isIndexed({ spec }: Job): boolean {
  return spec?.completionMode === 'Indexed';
}

/** Completion index of a pod; undefined without one. Models getCompletionIndex of pkg/controller/job. */
export function completionIndexOf(pod: Pod): number | undefined {
  const text = pod.metadata?.annotations?.[jobNames.completionIndex] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** True for a pod whose index, if required, is in range. */
export function hasValidIndex(job: Job, pod: Pod): boolean {
  const index = completionIndexOf(pod);
  return !isIndexed(job) || (index !== undefined && index < (job.spec?.completions ?? 0));
}

/** True for a failed pod, or one under deletion unless the Job waits for terminating pods. Models isPodFailed and onlyReplaceFailedPods. */
export function isFailed(job: Job, { metadata, status }: Pod): boolean {
  if (status?.phase === 'Failed') return true;
  return !waitsForTerminating(job) && metadata?.deletionTimestamp !== undefined && status?.phase !== 'Succeeded';
}

/** True when a pod under deletion is replaced only after its end. */
export function waitsForTerminating({ spec }: Job): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined;
}
