import { type Job, jobNames, type Pod } from '@klockwork/resources';
import type { FinishedPod } from './finished-pods.ts';

/** What a Job's reconcile looks at. */
export interface JobView {
  readonly job: Job;
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** All pods of it that are known to have ended, also those that are gone. */
  readonly finished: readonly FinishedPod[];
}

/** True for a pod that waits to be counted. */
export function isTracked(pod: Pod): boolean {
  return pod.metadata?.finalizers?.includes(jobNames.trackingFinalizer) === true;
}

/** True for a Job each of whose completions has a number. */
export function isIndexed({ spec }: Job): boolean {
  return spec?.completionMode === 'Indexed';
}

/** The completion index a pod is for, or undefined when it has none. Models getCompletionIndex of pkg/controller/job. */
export function completionIndexOf(pod: Pod): number | undefined {
  const text = pod.metadata?.annotations?.[jobNames.completionIndex] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** True when a pod's index, if its Job has such, is one the Job asks for. */
export function hasValidIndex(job: Job, pod: Pod): boolean {
  const index = completionIndexOf(pod);
  return !isIndexed(job) || (index !== undefined && index < (job.spec?.completions ?? 0));
}

/**
 * True for a pod that did not do its part: it failed, or it is on its way out, unless the Job waits for those to end.
 * Models isPodFailed and onlyReplaceFailedPods.
 */
export function isFailed(job: Job, { metadata, status }: Pod): boolean {
  if (status?.phase === 'Failed') return true;
  return !waitsForTerminating(job) && metadata?.deletionTimestamp !== undefined && status?.phase !== 'Succeeded';
}

/** True when a pod that is being deleted is replaced only once it has ended. */
export function waitsForTerminating({ spec }: Job): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined;
}
