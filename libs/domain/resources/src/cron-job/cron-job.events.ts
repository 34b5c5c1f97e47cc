import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { CronJob } from './cron-job.ts';

/** Event of a CronJob change. */
export type CronJobEvent =
  | LifeCycleEvent<'CronJob'>
  | { readonly type: 'CronJobSuspended' | 'CronJobResumed'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'CronJobScheduled'; readonly data: { readonly at: string } }
  | { readonly type: 'CronJobStatusReported'; readonly data: { readonly active: readonly string[] } };

export function cronJobEvent(change: Change<CronJob>): CronJobEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined) return lifeCycleEvent('CronJob', change);
  if (change.subresource === 'status') return statusEvent(next, previous);
  const suspended = next.spec?.suspend ?? false;
  if (suspended !== (previous.spec?.suspend ?? false)) return { type: suspended ? 'CronJobSuspended' : 'CronJobResumed', data: {} };
  return lifeCycleEvent('CronJob', change);
}

function statusEvent({ status }: CronJob, previous: CronJob): CronJobEvent {
  const at = status?.lastScheduleTime;
  if (at !== undefined && at !== previous.status?.lastScheduleTime) return { type: 'CronJobScheduled', data: { at } };
  return { type: 'CronJobStatusReported', data: { active: (status?.active ?? []).map(({ name = '' }) => name) } };
}
