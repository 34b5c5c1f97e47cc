import { IndexSet, type Job, type Pod, podActive, podPhaseTerminal, podReady } from '@klockwork/resources';
import { failsIndex, limitsIndexes, podsToInherit } from './index-failures.ts';
import { completionIndexOf, hasValidIndex, isFailed, isIndexed, isTracked } from './job-view.ts';
import { countsAsFailure } from './pod-failure-policy.ts';

/** A Job's pods, sorted by what became of them. */
export interface JobCensus {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly terminating: number;
  /** Pods that succeeded, counted or to be counted. */
  readonly succeeded: number;
  /** Pods that failed and that the policy does not ignore, counted or to be counted. */
  readonly failed: number;
  /** Of an Indexed Job: the indexes that are done. */
  readonly succeededIndexes: IndexSet;
  /** Where each index has a limit of its own: the indexes that failed for good, counted or to be counted. */
  readonly failedIndexes?: IndexSet;
  /** Where each index has a limit of its own: the pods whose replacement is to know how often the index failed, by index. */
  readonly toInherit: ReadonlyMap<number, Pod>;
}

/** Counts the pods of a Job. Models the first half of syncJob of pkg/controller/job/job_controller.go. */
export function takeCensus(job: Job, pods: readonly Pod[]): JobCensus {
  const { succeeded = 0, failed = 0, completedIndexes, uncountedTerminatedPods: uncounted = {} } = job.status ?? {};
  const isNew = (pod: Pod, noted: readonly string[] = []) =>
    isTracked(pod) && hasValidIndex(job, pod) && !noted.includes(pod.metadata?.uid ?? '');
  const newSucceeded = pods.filter((pod) => pod.status?.phase === 'Succeeded' && isNew(pod, uncounted.succeeded));
  const newFailed = pods.filter((pod) => isFailed(job, pod) && isNew(pod, uncounted.failed) && countsAsFailure(job, pod));
  const known = IndexSet.parse(completedIndexes, job.spec?.completions ?? 0);
  const succeededIndexes = known.union(indexesWithin(newSucceeded));
  const active = pods.filter(podActive);
  return {
    pods,
    active,
    terminating: pods.filter(isEnding).length,
    succeeded: isIndexed(job) ? succeededIndexes.size : succeeded + newSucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: failed + newFailed.length + (uncounted.failed?.length ?? 0),
    succeededIndexes,
    ...(limitsIndexes(job) ? indexesOf(job, pods, succeededIndexes.union(indexesWithin(active))) : { toInherit: new Map() }),
  };
}

/** True for a pod that is being deleted and has not ended. Models IsPodTerminating of pkg/controller/controller_utils.go. */
export function isEnding(pod: Pod): boolean {
  return !podPhaseTerminal(pod) && pod.metadata?.deletionTimestamp !== undefined;
}

/** The completion indexes these pods are for. */
export function indexesWithin(pods: readonly Pod[]): IndexSet {
  return IndexSet.of(pods.flatMap((pod) => completionIndexOf(pod) ?? []));
}

/** Which indexes failed, and which pods are to be inherited from; `settled` need nobody in their place. Models calculateFailedIndexes. */
function indexesOf(job: Job, pods: readonly Pod[], settled: IndexSet): Pick<JobCensus, 'failedIndexes' | 'toInherit'> {
  const known = IndexSet.parse(job.status?.failedIndexes, job.spec?.completions ?? 0);
  const newFailed = pods.filter((pod) => isTracked(pod) && hasValidIndex(job, pod) && failsIndex(job, pod));
  const failedIndexes = known.union(indexesWithin(newFailed));
  return { failedIndexes, toInherit: podsToInherit(job, pods, (index) => settled.has(index) || failedIndexes.has(index)) };
}

/** How many of these pods are ready. */
export function countReady(pods: readonly Pod[]): number {
  return pods.filter(podReady).length;
}
