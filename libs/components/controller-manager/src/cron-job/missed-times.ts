import { nextTime, type Schedule, type TimeZone } from '@klockwork/resources';

/** More missed times cause a warning Event. */
const MISSED_MAX = 100;

/** Last due time of a schedule, if any, and whether too many were missed. `never` marks a schedule without matching days. */
export interface DueTime {
  readonly at: number | undefined;
  readonly tooMany: boolean;
  readonly never?: true;
}

/**
 * Last due time between `earliest` (exclusive) and `now`. Earlier missed times are skipped. Models mostRecentScheduleTime of
 * pkg/controller/cronjob/utils.go.
 */
export function lastDue(schedule: Schedule, zone: TimeZone, { earliest, now }: { earliest: number; now: number }): DueTime {
  const first = nextTime(schedule, earliest, zone);
  if (first === undefined) return { at: undefined, tooMany: false, never: true };
  if (first > now) return { at: undefined, tooMany: false };
  const second = nextTime(schedule, first, zone);
  if (second === undefined || second > now) return { at: first, tooMany: false };
  const missed = Math.floor((now - first) / (second - first)) + 1;
  // Initial guess: schedules may be irregular.
  let at = first;
  const near = Math.max(first, first + (missed - 2) * (second - first) - 1);
  for (let next = nextTime(schedule, near, zone); next !== undefined && next <= now; next = nextTime(schedule, next, zone)) at = next;
  return { at, tooMany: missed > MISSED_MAX };
}
