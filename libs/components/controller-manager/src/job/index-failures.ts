import { type Job, jobNames, type Pod } from '@klockwork/resources';
import { finishedAt } from './finished-pods.ts';
import { completionIndexOf, hasValidIndex, isFailed, isIndexed, isTracked } from './job-view.ts';
import { backOffAfter } from './pod-back-off.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';

const COUNT_MAX = 2_147_483_647;

/** True for a Job with a back-off limit for each index. Models hasBackoffLimitPerIndex of pkg/controller/job. */
export function limitsIndexes(job: Job): boolean {
  return isIndexed(job) && job.spec?.backoffLimitPerIndex !== undefined;
}

/** True when with this pod its index has failed for good: by a rule of action FailIndex, or once too often. Models isIndexFailed. */
export function failsIndex(job: Job, pod: Pod): boolean {
  if (!isFailed(job, pod)) return false;
  const action = matchPodFailurePolicy(job, pod)?.action;
  if (action === 'FailIndex') return true;
  return action !== 'Ignore' && countsOf(pod).failures >= (job.spec?.backoffLimitPerIndex ?? 0);
}

/**
 * Last failed pod of each index. Each keeps its finalizer until a replacement inherits the failure count. Models
 * getPodsWithDelayedDeletionPerIndex.
 */
export function podsToInherit(job: Job, pods: readonly Pod[], isSettled: (index: number) => boolean): ReadonlyMap<number, Pod> {
  const last = new Map<number, Pod>();
  for (const pod of pods) {
    const index = completionIndexOf(pod);
    if (index === undefined || !hasValidIndex(job, pod) || isSettled(index) || !isTracked(pod) || !isFailed(job, pod)) continue;
    const lastPod = last.get(index);
    if (lastPod === undefined || (attempt(lastPod) <= attempt(pod) && finishedAt(lastPod) <= finishedAt(pod))) last.set(index, pod);
  }
  return last;
}

/** Annotations of the replacement for `previous`, or of an index's first pod. Models addIndexFailureCountAnnotation. */
export function failureAnnotations(job: Job, previous: Pod | undefined): Record<string, string> {
  if (previous === undefined) return { [jobNames.indexFailureCount]: '0' };
  const { failures, ignored } = countsOf(previous);
  const isIgnored = matchPodFailurePolicy(job, previous)?.action === 'Ignore';
  const annotations = { [jobNames.indexFailureCount]: `${failures + (isIgnored ? 0 : 1)}` };
  const nowIgnored = ignored + (isIgnored ? 1 : 0);
  return nowIgnored === 0 ? annotations : { ...annotations, [jobNames.indexIgnoredFailureCount]: `${nowIgnored}` };
}

/** Earliest creation time of a replacement, lab ms; 0 for the first pod. Models getRemainingTimePerIndex. */
export function indexBackOffUntil(previous: Pod | undefined): number {
  return previous === undefined ? 0 : backOffAfter(attempt(previous) + 1, finishedAt(previous));
}

/** Number of earlier failures of its index, including ignored ones. */
function attempt(pod: Pod): number {
  const { failures, ignored } = countsOf(pod);
  return failures + ignored;
}

function countsOf({ metadata }: Pod): { readonly failures: number; readonly ignored: number } {
  const { [jobNames.indexFailureCount]: failures, [jobNames.indexIgnoredFailureCount]: ignored } = metadata?.annotations ?? {};
  return { failures: count(failures), ignored: count(ignored) };
}

/** Users may write annotations: an invalid count is 0. */
function count(text: string | undefined): number {
  const value = /^\+?\d+$/.test(text ?? '') ? Number(text) : 0;
  return value <= COUNT_MAX ? value : 0;
}
