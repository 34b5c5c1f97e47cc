import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { secondsToMs } from '@klockwork/kernel';
import { type CronJob, type CronJobStatus, type Job, nextTime, parseSchedule, resources, timeZoneOf, UTC } from '@klockwork/resources';
import { activeJobs, deleteJob, recordAction, surplusJobs } from './cron-job-history.ts';
import { jobFor, jobName } from './cron-job-job.ts';
import { lastDue } from './missed-times.ts';

/** Upstream's error for a schedule without two distinct times, such as `59 23 31 2 *`. */
const NO_PERIOD = 'time difference between two schedules is less than 1 second';

/** CronJob and its controlled Jobs. */
export interface CronJobView {
  readonly cronJob: CronJob;
  readonly jobs: readonly Job[];
}

/**
 * Creates the due Job; maintains the active list and history limits. The next reconcile records a created Job in the status. Models
 * syncCronJob of pkg/controller/cronjob/cronjob_controllerv2.go.
 */
export function reconcileCronJob({ cronJob, jobs }: CronJobView, now: number): Plan {
  if (cronJob.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const { status, events } = activeJobs(cronJob, jobs);
  const current: CronJob = { ...cronJob, status };
  const due = cronJob.spec?.suspend === true ? [] : dueStages(current, jobs, now);
  const stages = [surplusJobs(cronJob, jobs), statusStage(cronJob, status), events, ...due];
  return withNext({ stages: stages.filter((stage) => stage.length > 0) }, cronJob, now);
}

type Stages = readonly (readonly PlannedAction[])[];

/** Actions for a due schedule; empty otherwise. */
function dueStages(cronJob: CronJob, jobs: readonly Job[], now: number): Stages {
  const { at, tooMany, never } = lastDue(scheduleOf(cronJob), zoneOf(cronJob), { earliest: earliestOf(cronJob, now), now });
  if (never) return [[recordAction(cronJob, 'Warning', 'InvalidSchedule', `invalid schedule: ${cronJob.spec?.schedule} : ${NO_PERIOD}`)]];
  if (at === undefined || jobs.some(({ metadata }) => metadata?.name === jobName(cronJob, at))) return [];
  const warning = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
  const warnedActions = tooMany ? [recordAction(cronJob, 'Warning', 'TooManyMissedTimes', warning)] : [];
  return [warnedActions, ...startStages(cronJob, jobs, { at, now })];
}

function startStages(cronJob: CronJob, jobs: readonly Job[], { at, now }: { at: number; now: number }): Stages {
  const { startingDeadlineSeconds: deadline, concurrencyPolicy } = cronJob.spec ?? {};
  if (deadline !== undefined && at + secondsToMs(deadline) < now)
    return [[recordAction(cronJob, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${rfc1123(at)}`)]];
  const active = jobs.filter(({ metadata }) => cronJob.status?.active?.some(({ uid }) => uid === metadata?.uid));
  const busy = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  if (concurrencyPolicy === 'Forbid' && active.length > 0) return [[recordAction(cronJob, 'Normal', 'JobAlreadyActive', busy)]];
  const replacedJobs = concurrencyPolicy === 'Replace' ? active : [];
  return [replacedJobs.map((job) => deleteJob(cronJob, job)), [createJob(cronJob, at)]];
}

function createJob(cronJob: CronJob, at: number): PlannedAction {
  return {
    type: 'create',
    resource: resources.jobs,
    object: jobFor(cronJob, at),
    onDone: (object) => recordAction(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${object?.metadata?.name}`),
    onRefused: (message) => [recordAction(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${message}`)],
  };
}

function statusStage(cronJob: CronJob, status: CronJobStatus): PlannedAction[] {
  const object: CronJob = { ...cronJob, status };
  return semanticEqual(cronJob.status, status) ? [] : [{ type: 'update', resource: resources.cronJobs, subresource: 'status', object }];
}

/** Last recorded schedule time, but at most `startingDeadlineSeconds` ago. */
function earliestOf({ metadata, spec, status }: CronJob, now: number): number {
  const lastTime = Date.parse(status?.lastScheduleTime ?? metadata?.creationTimestamp ?? '');
  const deadline = spec?.startingDeadlineSeconds;
  return deadline === undefined ? lastTime : Math.max(lastTime, now - secondsToMs(deadline));
}

function withNext(plan: Plan, cronJob: CronJob, now: number): Plan {
  const next = cronJob.spec?.suspend === true ? undefined : nextTime(scheduleOf(cronJob), now, zoneOf(cronJob));
  return next === undefined ? plan : { ...plan, wakeAt: { at: next, timer: { name: 'cron-job-schedule' } } };
}

function scheduleOf({ spec }: CronJob) {
  return parseSchedule(spec?.schedule ?? '');
}

function zoneOf({ spec }: CronJob) {
  return spec?.timeZone === undefined ? UTC : (timeZoneOf(spec.timeZone) ?? UTC);
}

/** `Mon, 02 Jan 2006 15:04:05 +0000`. */
function rfc1123(instant: number): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}
