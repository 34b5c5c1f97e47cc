import type { FinishedPod } from './finished-pods.ts';

/** Upstream's DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff. */
const BACK_OFF_MS_MIN = 10_000;
const BACK_OFF_MS_MAX = 600_000;

/**
 * Earliest creation time of a pod, lab ms: 10 s after a failure, doubled for each further failure since the last success, up to 10 minutes.
 * 0 without failures. Models getRemainingTime of pkg/controller/job/backoff_utils.go.
 */
export function backOffUntil(pods: readonly FinishedPod[]): number {
  const lastSuccess = Math.max(...pods.filter(({ succeeded }) => succeeded).map(({ at }) => at));
  const failures = pods.filter(({ succeeded, at }) => !succeeded && at > lastSuccess);
  if (failures.length === 0) return 0;
  return backOffAfter(failures.length, Math.max(...failures.map(({ at }) => at)));
}

/** End of the back-off after `failures` (1 or more), the last at `last` (lab ms). Models getRemainingTimeForFailuresCount. */
export function backOffAfter(failures: number, last: number): number {
  return last + Math.min(BACK_OFF_MS_MIN * 2 ** (failures - 1), BACK_OFF_MS_MAX);
}
