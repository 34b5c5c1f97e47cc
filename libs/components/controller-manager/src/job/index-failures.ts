import { type Job, jobNames, type Pod } from '@klockwork/resources';
import { finishedAt } from './finished-pods.ts';
import { completionIndexOf, hasValidIndex, isFailed, isIndexed, isTracked } from './job-view.ts';
import { backOffAfter } from './pod-back-off.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';

const COUNT_MAX = 2_147_483_647;

/** True for a Job each of whose indexes has a back-off limit of its own. Models hasBackoffLimitPerIndex of pkg/controller/job. */
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
 * Of each index the pod that failed last. It keeps its finalizer until there is another in its place, which inherits its count of
 * failures: no pod of the index says it before. Models getPodsWithDelayedDeletionPerIndex.
 */
export function podsToInherit(job: Job, pods: readonly Pod[], isSettled: (index: number) => boolean): ReadonlyMap<number, Pod> {
  const last = new Map<number, Pod>();
  for (const pod of pods) {
    const index = completionIndexOf(pod);
    if (index === undefined || !hasValidIndex(job, pod) || isSettled(index) || !isTracked(pod) || !isFailed(job, pod)) continue;
    const known = last.get(index);
    if (known === undefined || (attempt(known) <= attempt(pod) && finishedAt(known) <= finishedAt(pod))) last.set(index, pod);
  }
  return last;
}

/** The annotations of the pod that replaces `previous`, or of the first of its index. Models addIndexFailureCountAnnotation. */
export function failureAnnotations(job: Job, previous: Pod | undefined): Record<string, string> {
  if (previous === undefined) return { [jobNames.indexFailureCount]: '0' };
  const { failures, ignored } = countsOf(previous);
  const isIgnored = matchPodFailurePolicy(job, previous)?.action === 'Ignore';
  const told = { [jobNames.indexFailureCount]: `${failures + (isIgnored ? 0 : 1)}` };
  const nowIgnored = ignored + (isIgnored ? 1 : 0);
  return nowIgnored === 0 ? told : { ...told, [jobNames.indexIgnoredFailureCount]: `${nowIgnored}` };
}

/** Until when no pod is made in the place of one that failed, in lab ms; 0 for the first. Models getRemainingTimePerIndex. */
export function indexBackOffUntil(previous: Pod | undefined): number {
  return previous === undefined ? 0 : backOffAfter(attempt(previous) + 1, finishedAt(previous));
}

/** How many pods of its index had failed before this one, those that the policy ignored among them. */
function attempt(pod: Pod): number {
  const { failures, ignored } = countsOf(pod);
  return failures + ignored;
}

function countsOf({ metadata }: Pod): { readonly failures: number; readonly ignored: number } {
  const { [jobNames.indexFailureCount]: failures, [jobNames.indexIgnoredFailureCount]: ignored } = metadata?.annotations ?? {};
  return { failures: count(failures), ignored: count(ignored) };
}

/** Anybody may write annotations: what is no count is 0. */
function count(text: string | undefined): number {
  const value = /^\+?\d+$/.test(text ?? '') ? Number(text) : 0;
  return value <= COUNT_MAX ? value : 0;
}
