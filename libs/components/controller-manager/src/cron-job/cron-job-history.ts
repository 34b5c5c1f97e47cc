import { formatTime } from '@klockwork/api-machinery';
import type { Action, PlannedAction } from '@klockwork/controller-runtime';
import { type CronJob, type CronJobStatus, type Job, jobCondition, jobFinished, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { apiVersionOf } from '../ownership/owner-reference.ts';
import { record } from '../pods/pod-actions.ts';
import { jobName, scheduledAt } from './cron-job-job.ts';

/** Status with the correct list of active Jobs, plus Events about changes. */
export interface ActiveList {
  readonly status: CronJobStatus;
  readonly events: readonly PlannedAction[];
}

/**
 * Adds scheduled Jobs to the active list; removes finished and deleted ones. Models the first half of syncCronJob of
 * pkg/controller/cronjob, and its end, where a created Job is recorded.
 */
export function activeJobs(cronJob: CronJob, jobs: readonly Job[]): ActiveList {
  const { active: _, lastSuccessfulTime = '', lastScheduleTime, ...rest } = cronJob.status ?? {};
  const newJobs = jobs.filter((job) => isNew(cronJob, job));
  const { kept, ended, missing } = sorted(cronJob, jobs, newJobs);
  const active = [...kept, ...newJobs.map(referenceTo)];
  const stray = jobs.filter((job) => jobFinished(job) === undefined && active.every(({ uid }) => uid !== job.metadata?.uid));
  const success = [lastSuccessfulTime, ...jobs.map(successTime)].toSorted().at(-1) ?? '';
  const due = [lastScheduleTime ?? '', ...newJobs.map((job) => formatTime(scheduledAt(job)))].toSorted().at(-1) ?? '';
  return {
    status: {
      ...rest,
      ...(active.length === 0 ? {} : { active }),
      ...(due === '' ? {} : { lastScheduleTime: due }),
      ...(success === '' ? {} : { lastSuccessfulTime: success }),
    },
    events: [
      ...ended.map((job) => completed(cronJob, job)),
      ...stray.map((job) => unexpected(cronJob, job)),
      ...missing.map((name) => gone(cronJob, name)),
    ],
  };
}

/** Sorts listed Jobs by state. A Job replaced by a new one is not missing. */
function sorted(cronJob: CronJob, jobs: readonly Job[], madeJobs: readonly Job[]) {
  const replaced = cronJob.spec?.concurrencyPolicy === 'Replace' && madeJobs.length > 0;
  const listed = (cronJob.status?.active ?? []).map((reference) => ({
    reference,
    job: jobs.find(({ metadata }) => metadata?.uid === reference.uid),
  }));
  return {
    kept: listed.filter(({ job }) => job !== undefined && jobFinished(job) === undefined).map(({ reference }) => reference),
    ended: listed.flatMap(({ job }) => (job !== undefined && jobFinished(job) !== undefined ? [job] : [])),
    missing: replaced ? [] : listed.filter(({ job }) => job === undefined).map(({ reference }) => reference.name ?? ''),
  };
}

/** True for a Job scheduled after `lastScheduleTime`. */
function isNew(cronJob: CronJob, job: Job): boolean {
  const at = scheduledAt(job);
  const lastTime = Date.parse(cronJob.status?.lastScheduleTime ?? '1970-01-01T00:00:00Z');
  return at > lastTime && job.metadata?.name === jobName(cronJob, at);
}

function completed(cronJob: CronJob, job: Job): Action {
  return recordAction(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${nameIn(job)}, condition: ${jobFinished(job)?.type}`);
}

function unexpected(cronJob: CronJob, job: Job): Action {
  return recordAction(cronJob, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${nameIn(job)}`);
}

function gone(cronJob: CronJob, name: string): Action {
  return recordAction(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
}

/** Deletes the oldest finished Jobs beyond both history limits. Models cleanupFinishedJobs. */
export function surplusJobs(cronJob: CronJob, jobs: readonly Job[]): PlannedAction[] {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec ?? {};
  const beyond = (type: string, limit: number | undefined) => {
    const endedJobs = jobs.filter((job) => jobCondition(job, type) !== undefined).toSorted(byStart);
    return limit === undefined ? [] : endedJobs.slice(0, Math.max(0, endedJobs.length - limit));
  };
  const surplus = [...beyond('Complete', successfulJobsHistoryLimit), ...beyond('Failed', failedJobsHistoryLimit)];
  return surplus.filter(({ metadata }) => metadata?.deletionTimestamp === undefined).map((job) => deleteJob(cronJob, job));
}

/** Deletes a Job with its pods. Models deleteJob of pkg/controller/cronjob. */
export function deleteJob(cronJob: CronJob, job: Job): PlannedAction {
  const { uid } = job.metadata ?? {};
  return {
    type: 'delete',
    resource: resources.jobs,
    name: nameOf(job),
    deletion: { propagationPolicy: 'Background', ...(uid === undefined ? {} : { uid }) },
    tolerate: ['NotFound'],
    onDone: () => recordAction(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${nameIn(job)}`),
    onRefused: (message) => [recordAction(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${message}`)],
  };
}

export function recordAction(cronJob: CronJob, eventType: 'Normal' | 'Warning', reason: string, message: string): Action {
  return record({ resource: resources.cronJobs, object: cronJob }, eventType, reason, message);
}

function referenceTo({ metadata = {} }: Job): NonNullable<CronJobStatus['active']>[number] {
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = metadata;
  return { kind: resources.jobs.kind, apiVersion: apiVersionOf(resources.jobs), name, namespace, uid, resourceVersion };
}

function successTime(job: Job): string {
  return jobCondition(job, 'Complete') === undefined ? '' : (job.status?.completionTime ?? '');
}

function byStart(a: Job, b: Job): number {
  const [first, second] = [a, b].map(({ status, metadata }) => `${status?.startTime ?? ''}/${metadata?.name ?? ''}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

function nameIn({ metadata }: Job): string {
  return metadata?.name ?? '';
}
