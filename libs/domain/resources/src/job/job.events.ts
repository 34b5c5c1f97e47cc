import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import { type Job, jobCondition, jobFinished } from './job.ts';

/** Event of a Job change. */
export type JobEvent =
  | LifeCycleEvent<'Job'>
  | { readonly type: 'JobSuspended' | 'JobResumed'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'JobStatusReported' | 'JobCompleted'; readonly data: Counts }
  | { readonly type: 'JobFailed'; readonly data: Counts & { readonly reason: string } };

type Counts = {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
};

export function jobEvent(change: Change<Job>): JobEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined) return lifeCycleEvent('Job', change);
  if (change.subresource === 'status') return statusEvent(next, previous);
  const suspended = next.spec?.suspend ?? false;
  if (suspended !== (previous.spec?.suspend ?? false)) return { type: suspended ? 'JobSuspended' : 'JobResumed', data: {} };
  return lifeCycleEvent('Job', change);
}

function statusEvent(next: Job, previous: Job): JobEvent {
  const data = { active: next.status?.active ?? 0, succeeded: next.status?.succeeded ?? 0, failed: next.status?.failed ?? 0 };
  const failedCondition = jobCondition(next, 'Failed');
  if (jobFinished(next) === undefined || jobFinished(previous) !== undefined) return { type: 'JobStatusReported', data };
  return failedCondition === undefined
    ? { type: 'JobCompleted', data }
    : { type: 'JobFailed', data: { ...data, reason: failedCondition.reason ?? '' } };
}
