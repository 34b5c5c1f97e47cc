import { secondsToMs } from '@klockwork/kernel';
import { type Job, jobCondition } from '@klockwork/resources';
import type { JobCensus } from './job-census.ts';
import { isFailed, isIndexed } from './job-view.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';
import { matchSuccessPolicy } from './success-policy.ts';

/** Outcome of a Job and its reason. Its pods are ended and counted before condition Complete or Failed. */
export interface Verdict {
  readonly type: 'SuccessCriteriaMet' | 'FailureTarget';
  readonly reason: string;
  readonly message: string;
}

/**
 * Verdict on a Job; undefined while it continues. An earlier verdict stays; then failure policy, limits and success policy apply. Models
 * the second part of syncJob of pkg/controller/job/job_controller.go.
 */
export function verdictOf(job: Job, census: JobCensus, now: number): Verdict | undefined {
  return (
    known(job) ?? policyFailure(job, census) ?? limitFailure(job, census, now) ?? indexFailure(job, census) ?? policySuccess(job, census)
  );
}

/** Verdict on a Job with all completions and no active pod, otherwise undefined. */
export function completion({ spec }: Job, { succeeded }: JobCensus, active: number): Verdict | undefined {
  if (active > 0 || succeeded < (spec?.completions ?? 1)) return undefined;
  return { type: 'SuccessCriteriaMet', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}

/** End of activeDeadlineSeconds, lab ms; undefined without one. */
export function deadlineOf({ spec, status }: Job): number | undefined {
  if (spec?.activeDeadlineSeconds === undefined || status?.startTime === undefined || spec.suspend === true) return undefined;
  return Date.parse(status.startTime) + secondsToMs(spec.activeDeadlineSeconds);
}

function known(job: Job): Verdict | undefined {
  for (const type of ['SuccessCriteriaMet', 'FailureTarget'] as const) {
    const condition = jobCondition(job, type);
    if (condition !== undefined) return { type, reason: condition.reason ?? '', message: condition.message ?? '' };
  }
  return undefined;
}

function policyFailure(job: Job, { pods }: JobCensus): Verdict | undefined {
  for (const pod of pods.filter((candidate) => isFailed(job, candidate))) {
    const message = matchPodFailurePolicy(job, pod)?.message;
    if (message !== undefined) return failure('PodFailurePolicy', message);
  }
  return undefined;
}

function limitFailure(job: Job, census: JobCensus, now: number): Verdict | undefined {
  if (census.failed > (job.spec?.backoffLimit ?? 0) || restartedTooOften(job, census))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const deadline = deadlineOf(job);
  if (deadline === undefined || now < deadline) return undefined;
  return failure('DeadlineExceeded', 'Job was active longer than specified deadline');
}

/** Containers that are restarted in place count too. Models pastBackoffLimitOnFailure. */
function restartedTooOften({ spec }: Job, { pods }: JobCensus): boolean {
  if (spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  const going = pods.filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending');
  const statuses = going.flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]);
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  return restarts > 0 && restarts >= (spec.backoffLimit ?? 0);
}

/** Fails a Job with too many failed indexes, or without indexes left to run. */
function indexFailure({ spec }: Job, { failedIndexes, succeededIndexes }: JobCensus): Verdict | undefined {
  if (failedIndexes === undefined || failedIndexes.size === 0) return undefined;
  if (failedIndexes.size > (spec?.maxFailedIndexes ?? Number.POSITIVE_INFINITY))
    return failure('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  const open = (spec?.completions ?? 0) - failedIndexes.size - succeededIndexes.size;
  return open > 0 ? undefined : failure('FailedIndexes', 'Job has failed indexes');
}

function policySuccess(job: Job, { succeededIndexes }: JobCensus): Verdict | undefined {
  const message = isIndexed(job) ? matchSuccessPolicy(job, succeededIndexes) : undefined;
  return message === undefined ? undefined : { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message };
}

function failure(reason: string, message: string): Verdict {
  return { type: 'FailureTarget', reason, message };
}
