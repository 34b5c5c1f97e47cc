import { IndexSet, type Job, type Pod, podActive, podPhaseTerminal, podReady } from '@klockwork/resources';
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
}

/** Counts the pods of a Job. Models the first half of syncJob of pkg/controller/job/job_controller.go. */
export function takeCensus(job: Job, pods: readonly Pod[]): JobCensus {
  const { succeeded = 0, failed = 0, completedIndexes, uncountedTerminatedPods: uncounted = {} } = job.status ?? {};
  const isNew = (pod: Pod, noted: readonly string[] = []) =>
    isTracked(pod) && hasValidIndex(job, pod) && !noted.includes(pod.metadata?.uid ?? '');
  const newSucceeded = pods.filter((pod) => pod.status?.phase === 'Succeeded' && isNew(pod, uncounted.succeeded));
  const newFailed = pods.filter((pod) => isFailed(job, pod) && isNew(pod, uncounted.failed) && countsAsFailure(job, pod));
  const known = IndexSet.parse(completedIndexes, job.spec?.completions ?? 0);
  const succeededIndexes = known.union(IndexSet.of(newSucceeded.flatMap((pod) => completionIndexOf(pod) ?? [])));
  return {
    pods,
    active: pods.filter(podActive),
    terminating: pods.filter((pod) => !podPhaseTerminal(pod) && pod.metadata?.deletionTimestamp !== undefined).length,
    succeeded: isIndexed(job) ? succeededIndexes.size : succeeded + newSucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: failed + newFailed.length + (uncounted.failed?.length ?? 0),
    succeededIndexes,
  };
}

/** How many of these pods are ready. */
export function countReady(pods: readonly Pod[]): number {
  return pods.filter(podReady).length;
}
