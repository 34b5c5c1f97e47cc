import { IndexSet, type Job, type Pod, podActive, podPhaseTerminal, podReady } from '@klockwork/resources';
import { failsIndex, limitsIndexes, podsToInherit } from './index-failures.ts';
import { completionIndexOf, hasValidIndex, isFailed, isIndexed, isTracked } from './job-view.ts';
import { countsAsFailure } from './pod-failure-policy.ts';

/** Pods of a Job by state. */
export interface JobCensus {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly terminating: number;
  /** Pods that succeeded, counted or to be counted. */
  readonly succeeded: number;
  /** Pods that failed and that the policy does not ignore, counted or to be counted. */
  readonly failed: number;
  /** Indexed Job: completed indexes. */
  readonly succeededIndexes: IndexSet;
  /** With a back-off limit for each index: permanently failed indexes. */
  readonly failedIndexes?: IndexSet;
  /** With a back-off limit for each index: failed pod by index, whose failure count its replacement inherits. */
  readonly toInherit: ReadonlyMap<number, Pod>;
}

/** Counts pods of a Job. Models the first half of syncJob of pkg/controller/job/job_controller.go. */
export function takeCensus(job: Job, pods: readonly Pod[]): JobCensus {
  const { succeeded = 0, failed = 0, completedIndexes, uncountedTerminatedPods: terminatedPods = {} } = job.status ?? {};
  const isNew = (pod: Pod, noted: readonly string[] = []) =>
    isTracked(pod) && hasValidIndex(job, pod) && !noted.includes(pod.metadata?.uid ?? '');
  const newSucceeded = pods.filter((pod) => pod.status?.phase === 'Succeeded' && isNew(pod, terminatedPods.succeeded));
  const newFailed = pods.filter((pod) => isFailed(job, pod) && isNew(pod, terminatedPods.failed) && countsAsFailure(job, pod));
  const completedIndexSet = IndexSet.parse(completedIndexes, job.spec?.completions ?? 0);
  const succeededIndexes = completedIndexSet.union(indexesWithin(newSucceeded));
  const active = pods.filter(podActive);
  return {
    pods,
    active,
    terminating: pods.filter(isEnding).length,
    succeeded: isIndexed(job) ? succeededIndexes.size : succeeded + newSucceeded.length + (terminatedPods.succeeded?.length ?? 0),
    failed: failed + newFailed.length + (terminatedPods.failed?.length ?? 0),
    succeededIndexes,
    ...(limitsIndexes(job) ? indexesOf(job, pods, succeededIndexes.union(indexesWithin(active))) : { toInherit: new Map() }),
  };
}

/** True for an unfinished pod under deletion. Models IsPodTerminating of pkg/controller/controller_utils.go. */
export function isEnding(pod: Pod): boolean {
  return !podPhaseTerminal(pod) && pod.metadata?.deletionTimestamp !== undefined;
}

/** Completion indexes of pods. */
export function indexesWithin(pods: readonly Pod[]): IndexSet {
  return IndexSet.of(pods.flatMap((pod) => completionIndexOf(pod) ?? []));
}

/** Failed indexes, and pods to inherit from; `settled` indexes need no replacement. Models calculateFailedIndexes. */
function indexesOf(job: Job, pods: readonly Pod[], settledIndexSet: IndexSet): Pick<JobCensus, 'failedIndexes' | 'toInherit'> {
  const failedIndexSet = IndexSet.parse(job.status?.failedIndexes, job.spec?.completions ?? 0);
  const newFailed = pods.filter((pod) => isTracked(pod) && hasValidIndex(job, pod) && failsIndex(job, pod));
  const failedIndexes = failedIndexSet.union(indexesWithin(newFailed));
  return { failedIndexes, toInherit: podsToInherit(job, pods, (index) => settledIndexSet.has(index) || failedIndexes.has(index)) };
}

export function countReady(pods: readonly Pod[]): number {
  return pods.filter(podReady).length;
}
