import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type Job, jobNames, type Pod, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { createPod, deletePod } from '../pods/pod-actions.ts';
import { podsToDelete } from '../pods/pods-to-delete.ts';
import { indexBackOffUntil, limitsIndexes } from './index-failures.ts';
import { countReady, indexesWithin, isEnding, type JobCensus } from './job-census.ts';
import { jobPod } from './job-pod.ts';
import { completionIndexOf, isIndexed, isTracked, type JobView, waitsForTerminating } from './job-view.ts';
import { backOffUntil } from './pod-back-off.ts';

/** Max creations or deletions a sync: upstream's MaxPodCreateDeletePerSync. */
const BURST_PODS = 500;

/** Actions on pods, and pod counts afterwards. */
export interface JobPodPlan {
  readonly stages: readonly (readonly PlannedAction[])[];
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly wakeAt?: Plan['wakeAt'];
}

/** Creates missing pods and deletes surplus ones; a suspended Job has none. Models manageJob of pkg/controller/job. */
export function managePods({ job, finished }: JobView, census: JobCensus, now: number): JobPodPlan {
  const { active } = census;
  if (job.spec?.suspend === true) return without(job, census, active);
  const wanted = wantedActive(job, census);
  const surplus = surplusOf(job, active, active.length - wanted, now).slice(0, BURST_PODS);
  if (surplus.length > 0) return without(job, census, surplus);
  const missing = wanted - active.length - (waitsForTerminating(job) ? census.terminating : 0);
  if (missing <= 0) return unchanged(census);
  const count = Math.min(missing, BURST_PODS);
  if (limitsIndexes(job)) return withMoreOfIndexes(job, census, count, now);
  const until = backOffUntil(finished);
  return until > now ? waiting(census, until) : withMore(job, census, count);
}

function waiting(census: JobCensus, until: number): JobPodPlan {
  return { ...unchanged(census), wakeAt: { at: until, timer: { name: 'job-pod-back-off' } } };
}

/** Deletes the pods of a decided Job. They keep their finalizers until counted. Models deleteActivePods. */
export function endPods(job: Job, { active, terminating }: JobCensus): JobPodPlan {
  const owner = { resource: resources.jobs, object: job };
  const stages = [active.map((pod) => deletePod(owner, pod))];
  return { stages, active: 0, ready: 0, terminating: terminating + active.length };
}

export function unchanged({ active, terminating }: JobCensus): JobPodPlan {
  return { stages: [], active: active.length, ready: countReady(active), terminating };
}

/** Removes the tracking finalizer of a pod. A missing pod is no error. Models removeTrackingFinalizerPatch. */
export function releasePod(pod: Pod): PlannedAction {
  const finalizers = (pod.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== jobNames.trackingFinalizer);
  const { uid, resourceVersion } = pod.metadata ?? {};
  const body = { metadata: { uid, resourceVersion, finalizers } };
  return { type: 'patch', resource: resources.pods, name: nameOf(pod), patch: { type: 'merge', body }, tolerate: ['NotFound'] };
}

/** Without completions, a Job runs `parallelism` pods until one succeeds; otherwise at most the remaining completions. */
function wantedActive({ spec }: Job, { active, succeeded }: JobCensus): number {
  const parallelism = spec?.parallelism ?? 1;
  if (spec?.completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(spec.completions - succeeded, parallelism));
}

/** Pods without a valid unique index first, then the cheapest to lose. Models activePodsForRemoval. */
function surplusOf(job: Job, active: readonly Pod[], count: number, now: number): readonly Pod[] {
  const misplaced = isIndexed(job) ? misplacedPods(active, job.spec?.completions ?? 0, now) : [];
  if (misplaced.length >= count) return misplaced;
  const others = active.filter((pod) => !misplaced.includes(pod));
  return [...misplaced, ...podsToDelete(others, [], count - misplaced.length, now)];
}

function misplacedPods(active: readonly Pod[], completions: number, now: number): Pod[] {
  const indexes = new Set(active.map((pod) => completionIndexOf(pod) ?? completions));
  return [...indexes].flatMap((index) => {
    const pods = active.filter((pod) => (completionIndexOf(pod) ?? completions) === index);
    return index >= completions ? pods : podsToDelete(pods, [], pods.length - 1, now);
  });
}

/** These pods are not to count as failed: they lose their finalizer first. Models deleteJobPods. */
function without(job: Job, census: JobCensus, surplus: readonly Pod[]): JobPodPlan {
  const owner = { resource: resources.jobs, object: job };
  return {
    stages: [surplus.filter(isTracked).map(releasePod), surplus.map((pod) => deletePod(owner, pod))],
    active: census.active.length - surplus.length,
    ready: countReady(census.active) - countReady(surplus),
    terminating: census.terminating + surplus.length,
  };
}

function withMore(job: Job, census: JobCensus, count: number): JobPodPlan {
  return withPods(job, census, isIndexed(job) ? pendingIndexes(job, census, count) : Array.from({ length: count }, () => undefined));
}

/**
 * Each index has its own back-off; the next wake-up applies only when no index can start. Models getPodCreationInfoForIndependentIndexes.
 */
function withMoreOfIndexes(job: Job, census: JobCensus, count: number, now: number): JobPodPlan {
  const pending = pendingIndexes(job, census, count).map((index) => ({ index, until: indexBackOffUntil(census.toInherit.get(index)) }));
  const free = pending.filter(({ until }) => until <= now);
  if (free.length === 0 && pending.length > 0) return waiting(census, Math.min(...pending.map(({ until }) => until)));
  return withPods(
    job,
    census,
    free.map(({ index }) => index),
  );
}

function withPods(job: Job, census: JobCensus, indexes: readonly (number | undefined)[]): JobPodPlan {
  const owner = { resource: resources.jobs, object: job };
  const stage = indexes.map((index) => createPod(owner, jobPod(owner, job, index, census.toInherit.get(index ?? -1))));
  return { ...unchanged(census), stages: [stage], active: census.active.length + stage.length };
}

/** Models firstPendingIndexes. */
function pendingIndexes(job: Job, { pods, active, succeededIndexes, failedIndexes }: JobCensus, count: number): readonly number[] {
  const ending = waitsForTerminating(job) ? pods.filter(isEnding) : [];
  const usedIndexes = succeededIndexes.union(indexesWithin([...active, ...ending]));
  return (failedIndexes?.union(usedIndexes) ?? usedIndexes).missing(count, job.spec?.completions ?? 0);
}
