import { type FunctionDeclaration, type Implementation, member } from '../checker/function.ts';
import { DURATION, INT, STRING, TIMESTAMP } from '../types/type.ts';
import { floorDivide } from '../values/time.ts';
import { CelError, type Duration, type Timestamp, type Value } from '../values/value.ts';

const NANOS_PER_MS = 1_000_000n;
const MS_PER_DAY = 86_400_000;

/** Returns a date whose UTC fields are the local fields of a zone; an error for an unknown zone. */
function localDate(timestamp: Timestamp, zone: string): Date | CelError {
  const ms = Number(floorDivide(timestamp.nanos, NANOS_PER_MS));
  const offset = /^([+-]?)([0-9]{1,2}):([0-9]{2})$/.exec(zone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return new Date(ms + (offset[1] === '-' ? -minutes : minutes) * 60_000);
  }
  return zone === '' || zone === 'UTC' ? new Date(ms) : namedZoneDate(ms, zone);
}

function namedZoneDate(ms: number, zone: string): Date | CelError {
  try {
    const options = {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const;
    const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(ms);
    const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
    return new Date(
      Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
        new Date(ms).getUTCMilliseconds(),
      ),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new CelError(`unknown time zone ${zone}`);
  }
}

/** Reads a field of a date. */
function dateField(read: (date: Date) => number): Implementation {
  return (timestamp, zone = 'UTC') => {
    const date = localDate(timestamp as Timestamp, zone as string);
    return date instanceof CelError ? date : BigInt(read(date));
  };
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / MS_PER_DAY);
}

/** Declares `timestamp.NAME()`, `timestamp.NAME(zone)` and, with a unit, `duration.NAME()`. */
function accessor(
  name: string,
  id: string,
  read: (date: Date) => number,
  unit?: { readonly name: string; readonly nanos: bigint },
): FunctionDeclaration {
  const evaluate = dateField(read);
  const overloads = [
    member(`timestamp_to_${id}`, [TIMESTAMP], INT, evaluate),
    member(`timestamp_to_${id}_with_tz`, [TIMESTAMP, STRING], INT, evaluate),
  ];
  if (unit === undefined) return { name, overloads };
  const ofDuration: Implementation = (value: Value | undefined) => (value as Duration).nanos / unit.nanos;
  return { name, overloads: [...overloads, member(`duration_to_${unit.name}`, [DURATION], INT, ofDuration)] };
}

/** Fields of timestamps and durations. */
export const times: readonly FunctionDeclaration[] = [
  accessor('getFullYear', 'year', (date) => date.getUTCFullYear()),
  accessor('getMonth', 'month', (date) => date.getUTCMonth()),
  accessor('getDayOfYear', 'day_of_year', dayOfYear),
  accessor('getDayOfMonth', 'day_of_month', (date) => date.getUTCDate() - 1),
  accessor('getDate', 'day_of_month_1_based', (date) => date.getUTCDate()),
  accessor('getDayOfWeek', 'day_of_week', (date) => date.getUTCDay()),
  accessor('getHours', 'hours', (date) => date.getUTCHours(), { name: 'hours', nanos: 3_600_000_000_000n }),
  accessor('getMinutes', 'minutes', (date) => date.getUTCMinutes(), { name: 'minutes', nanos: 60_000_000_000n }),
  accessor('getSeconds', 'seconds', (date) => date.getUTCSeconds(), { name: 'seconds', nanos: 1_000_000_000n }),
  accessor('getMilliseconds', 'milliseconds', (date) => date.getUTCMilliseconds(), { name: 'milliseconds', nanos: NANOS_PER_MS }),
];
