import { nextTime, type Schedule, type TimeZone } from '@klockwork/resources';

/** More missed times than this are worth a warning. */
const MISSED_MAX = 100;

/** The last time a schedule was due, if it was, and whether suspiciously many were missed. `never` marks a schedule that no day meets. */
export interface DueTime {
  readonly at: number | undefined;
  readonly tooMany: boolean;
  readonly never?: true;
}

/**
 * The last time after `earliest` and until `now` at which the schedule was due. Models mostRecentScheduleTime of
 * pkg/controller/cronjob/utils.go: what was missed before is not made up for.
 */
export function lastDue(schedule: Schedule, zone: TimeZone, { earliest, now }: { earliest: number; now: number }): DueTime {
  const first = nextTime(schedule, earliest, zone);
  if (first === undefined) return { at: undefined, tooMany: false, never: true };
  if (first > now) return { at: undefined, tooMany: false };
  const second = nextTime(schedule, first, zone);
  if (second === undefined || second > now) return { at: first, tooMany: false };
  const missed = Math.floor((now - first) / (second - first)) + 1;
  // A guess that is near: the schedule need not be regular.
  let at = first;
  const near = Math.max(first, first + (missed - 2) * (second - first) - 1);
  for (let next = nextTime(schedule, near, zone); next !== undefined && next <= now; next = nextTime(schedule, next, zone)) at = next;
  return { at, tooMany: missed > MISSED_MAX };
}
