import type { FieldSchedule, Schedule } from './schedule.ts';
import { instantOf, type TimeZone, UTC } from './time-zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Search limit in days: a schedule like February 30 is never due. */
const DAYS_MAX = 5 * 366;

/** Returns the first due time after `after` in lab ms; undefined for never. Models `SpecSchedule.Next` of robfig/cron/v3. */
export function nextTime(schedule: Schedule, after: number, zone: TimeZone = UTC): number | undefined {
  if (schedule.type === 'every') return Math.floor(after / 1_000) * 1_000 + schedule.everyMs;
  const wall = Math.floor(zone.wallAt(after) / MINUTE_MS) * MINUTE_MS;
  const first = Math.floor(wall / DAY_MS) * DAY_MS;
  for (let index = 0; index < DAYS_MAX; index++) {
    const time = firstOfDay(schedule, first + index * DAY_MS, after, zone);
    if (time !== undefined) return time;
  }
  return undefined;
}

function firstOfDay(schedule: FieldSchedule, day: number, after: number, zone: TimeZone): number | undefined {
  if (!isDay(schedule, day)) return undefined;
  for (const hour of schedule.hour.values) {
    for (const minute of schedule.minute.values) {
      const instant = instantOf(zone, day + (hour * 60 + minute) * MINUTE_MS);
      if (instant !== undefined && instant > after) return instant;
    }
  }
  return undefined;
}

/** Models `dayMatches`: of two restricted day fields, either may match. */
function isDay({ dayOfMonth, dayOfWeek, month }: FieldSchedule, day: number): boolean {
  const date = new Date(day);
  if (!month.values.includes(date.getUTCMonth() + 1)) return false;
  const byMonth = dayOfMonth.values.includes(date.getUTCDate());
  const byWeek = dayOfWeek.values.includes(date.getUTCDay());
  return dayOfMonth.star || dayOfWeek.star ? byMonth && byWeek : byMonth || byWeek;
}
