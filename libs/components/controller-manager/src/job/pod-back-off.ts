import type { FinishedPod } from './finished-pods.ts';

/** Upstream's DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff. */
const BACK_OFF_MS_MIN = 10_000;
const BACK_OFF_MS_MAX = 600_000;

/**
 * Until when no pod is made, in lab ms: 10 s after a failure, doubled with each more since the last success, up to 10 minutes.
 * 0 when nothing failed since. Models getRemainingTime of pkg/controller/job/backoff_utils.go.
 */
export function backOffUntil(finished: readonly FinishedPod[]): number {
  const lastSuccess = Math.max(...finished.filter(({ succeeded }) => succeeded).map(({ at }) => at));
  const failures = finished.filter(({ succeeded, at }) => !succeeded && at > lastSuccess);
  if (failures.length === 0) return 0;
  return backOffAfter(failures.length, Math.max(...failures.map(({ at }) => at)));
}

/** Until when to wait after so many failures (1 or more), the last of them at `last` (lab ms). Models getRemainingTimeForFailuresCount. */
export function backOffAfter(failures: number, last: number): number {
  return last + Math.min(BACK_OFF_MS_MIN * 2 ** (failures - 1), BACK_OFF_MS_MAX);
}
