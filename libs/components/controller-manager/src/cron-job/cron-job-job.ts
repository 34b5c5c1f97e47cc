import { copy } from '@klockwork/kernel';
import { type CronJob, type Job, resources, timeZoneOf, UTC } from '@klockwork/resources';
import { controllerReference } from '../ownership/owner-reference.ts';

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Job for one scheduled time; its minute is part of the name, thus each exists once. Models getJobFromTemplate2. */
export function jobFor(cronJob: CronJob, dueAt: number): Job {
  const { metadata, spec = { template: {} } } = copy(cronJob.spec?.jobTemplate ?? {});
  const { labels, annotations } = metadata ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      namespace: cronJob.metadata?.namespace ?? '',
      name: jobName(cronJob, dueAt),
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [SCHEDULED_AT]: inZone(cronJob, dueAt) },
      ownerReferences: [controllerReference(resources.cronJobs, cronJob)],
    },
    spec,
  };
}

/** `name-29459520`: minutes since 1970. */
export function jobName({ metadata }: CronJob, dueAt: number): string {
  return `${metadata?.name}-${Math.floor(dueAt / 60_000)}`;
}

/** Scheduled time of a Job, lab ms; 0 for foreign Jobs. */
export function scheduledAt({ metadata }: Job): number {
  return Date.parse(metadata?.annotations?.[SCHEDULED_AT] ?? '') || 0;
}

/** RFC 3339 with the time zone offset of the schedule. */
function inZone({ spec }: CronJob, instant: number): string {
  const zone = spec?.timeZone === undefined ? UTC : (timeZoneOf(spec.timeZone) ?? UTC);
  const wall = zone.wallAt(instant);
  const text = new Date(wall).toISOString().slice(0, 19);
  const minutes = Math.round((wall - instant) / 60_000);
  if (minutes === 0) return `${text}Z`;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => `${part}`.padStart(2, '0'));
  return `${text}${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}
