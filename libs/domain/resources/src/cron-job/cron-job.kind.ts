import { labelSelector, translateTimestamp } from '@klockwork/api-machinery';
import { ageColumn, containerColumns, nameColumn } from '../generic/columns.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import { podNameWarnings, sameGeneration } from '../generic/template-warnings.ts';
import { defaultJobTemplate } from '../job/job.defaults.ts';
import { jobSpecWarnings } from '../job/job.warnings.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { cronJobEvent } from './cron-job.events.ts';
import type { CronJob } from './cron-job.ts';
import { validateCronJob, validateCronJobUpdate } from './cron-job.validation.ts';

/** Models `pkg/registry/batch/cronjob/strategy.go`. */
const strategy: Strategy<CronJob> = {
  default: defaultCronJob,
  ...specStrategy<CronJob>(),
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  warnings: (cronJob, previous) => [
    ...podNameWarnings(cronJob, previous),
    ...(sameGeneration(cronJob, previous) ? [] : jobSpecWarnings(cronJob.spec?.jobTemplate?.spec, 'spec.jobTemplate.spec')),
  ],
};

/** CronJob. Models `pkg/registry/batch/cronjob`. */
export const cronJobKind: KindDefinition<CronJob> = {
  ...resources.cronJobs,
  listKind: 'CronJobList',
  singular: 'cronjob',
  shortNames: ['cj'],
  categories: ['all'],
  definition: 'io.k8s.api.batch.v1.CronJob',
  strategy,
  status: statusStrategy<CronJob>({}),
  columns: [
    nameColumn,
    { name: 'Schedule', type: 'string', description: 'When Jobs are made', cell: ({ spec }) => spec?.schedule ?? '' },
    { name: 'Timezone', type: 'string', description: 'The zone of the schedule', cell: ({ spec }) => spec?.timeZone ?? '<none>' },
    { name: 'Suspend', type: 'boolean', description: 'Whether no Jobs are made', cell: suspendCell },
    { name: 'Active', type: 'integer', description: 'Jobs that go on', cell: ({ status }) => status?.active?.length ?? 0 },
    { name: 'Last Schedule', type: 'string', description: 'Since when the last Job was due', cell: lastScheduleCell },
    ageColumn,
    ...containerColumns<CronJob>(({ spec }) => spec?.jobTemplate?.spec?.template?.spec?.containers ?? []),
    { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to it', cell: selectorCell },
  ],
  selectableFields: {},
  event: cronJobEvent,
};

/** Models `SetDefaults_CronJob`. */
export function defaultCronJob(draft: CronJob): void {
  draft.spec ??= { schedule: '', jobTemplate: {} };
  const { spec } = draft;
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  spec.jobTemplate ??= {};
  spec.jobTemplate.metadata ??= {};
  spec.jobTemplate.spec ??= { template: {} };
  defaultJobTemplate(spec.jobTemplate.spec);
}

function suspendCell({ spec }: CronJob): string {
  if (spec?.suspend === undefined) return '<unset>';
  return spec.suspend ? 'True' : 'False';
}

function lastScheduleCell({ status }: CronJob, now: number): string {
  return status?.lastScheduleTime === undefined ? '<none>' : translateTimestamp(status.lastScheduleTime, now);
}

function selectorCell({ spec }: CronJob): string {
  return labelSelector.fromObject(spec?.jobTemplate?.spec?.selector).toString() || '<none>';
}
