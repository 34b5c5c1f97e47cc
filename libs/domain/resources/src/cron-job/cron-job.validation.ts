import { dns1123Subdomain, type FieldError, fieldErrors, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { selectorAsGo } from '../generic/as-go.ts';
import { nonNegative, oneOf } from '../generic/field-checks.ts';
import { validateJobSpec } from '../job/job.validation.ts';
import type { CronJob, CronJobSpec, JobTemplateSpec } from './cron-job.ts';
import { scheduleProblem } from './schedule/parse-schedule.ts';
import { timeZoneOf } from './schedule/time-zone.ts';

/** Max length: a Job adds eleven characters, its scheduled minute, to a label of at most 63. */
const NAME_LENGTH_MAX = 52;
/** Time zone prefix accepted by the schedule parser. */
const ZONE_PREFIX = /^(?:CRON_)?TZ=\S+ /;
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

/** Models `ValidateCronJobCreate` of `pkg/apis/batch/validation/validation.go`. */
export function validateCronJob(cronJob: CronJob): FieldError[] {
  const name = cronJob.metadata?.name ?? '';
  const tooLong = name.length > NAME_LENGTH_MAX;
  return [
    ...validateObjectMeta(cronJob.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(cronJob.spec),
    ...(tooLong ? [fieldErrors.invalid('metadata.name', name, `must be no more than ${NAME_LENGTH_MAX} characters`)] : []),
  ];
}

/** Models `ValidateCronJobUpdate`. */
export function validateCronJobUpdate(next: CronJob, previous: CronJob): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next.spec)];
}

function specErrors(spec: CronJobSpec | undefined): FieldError[] {
  return [
    ...scheduleErrors(spec?.schedule),
    ...nonNegative(spec?.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...timeZoneErrors(spec?.timeZone),
    ...oneOf(spec?.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy'),
    ...templateErrors(spec?.jobTemplate),
    ...nonNegative(spec?.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...nonNegative(spec?.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
  ];
}

/** Models `validateScheduleFormat`. */
function scheduleErrors(schedule: string | undefined): FieldError[] {
  const path = 'spec.schedule';
  if (!schedule) return [fieldErrors.required(path)];
  const problem = scheduleProblem(schedule.replace(ZONE_PREFIX, ''));
  const zoneProblem = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  return [
    ...(problem === undefined ? [] : [fieldErrors.invalid(path, schedule, problem)]),
    ...(schedule.includes('TZ') ? [fieldErrors.invalid(path, schedule, zoneProblem)] : []),
  ];
}

/** Models `validateTimeZone`. */
function timeZoneErrors(zone: string | undefined): FieldError[] {
  const path = 'spec.timeZone';
  if (zone === undefined) return [];
  if (zone === '') return [fieldErrors.invalid(path, zone, 'timeZone must be nil or non-empty string')];
  const explicit = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
  if (zone.toLowerCase() === 'local') return [fieldErrors.invalid(path, zone, explicit)];
  const wellFormed = zone.split('/').every((part) => part !== '.' && part !== '..' && !part.startsWith('-') && ZONE_PART.test(part));
  const isZone = wellFormed && timeZoneOf(zone) !== undefined;
  return isZone ? [] : [fieldErrors.invalid(path, zone, `unknown time zone ${zone}`)];
}

/** Models `ValidateJobTemplateSpec`: selectors are generated per Job. */
function templateErrors(template: JobTemplateSpec | undefined): FieldError[] {
  const { selector, manualSelector } = template?.spec ?? {};
  const path = 'spec.jobTemplate.spec';
  return [
    ...validateJobSpec(template?.spec, path),
    ...(selector === undefined
      ? []
      : [fieldErrors.invalid(`${path}.selector`, selectorAsGo(selector), '`selector` will be auto-generated')]),
    ...(manualSelector === true ? [fieldErrors.notSupported(`${path}.manualSelector`, true, ['nil', 'false'])] : []),
  ];
}
