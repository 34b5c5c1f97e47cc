import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTime } from './next-time.ts';
import { parseSchedule, scheduleProblem } from './parse-schedule.ts';
import { timeZoneOf } from './time-zone.ts';

const at = (text: string) => Date.parse(text);
const told = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString().slice(0, 19));

describe('a schedule is next due', () => {
  test.each<[string, string, string]>([
    ['* * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00'],
    ['*/15 * * * *', '2026-01-01T00:15:00Z', '2026-01-01T00:30:00'],
    ['5/20 * * * *', '2026-01-01T00:30:00Z', '2026-01-01T00:45:00'],
    ['0 9-17/4 * * *', '2026-01-01T13:00:01Z', '2026-01-01T17:00:00'],
    ['30 8 1,15 * *', '2026-01-02T00:00:00Z', '2026-01-15T08:30:00'],
    ['0 0 13 * fri', '2026-02-01T00:00:00Z', '2026-02-06T00:00:00'],
    ['0 0 * * MON-WED', '2026-01-01T00:00:00Z', '2026-01-05T00:00:00'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00'],
    ['0 0 ? JUN *', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00'],
    ['@hourly', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00'],
    ['@weekly', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00'],
    ['@yearly', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00'],
    ['@every 90s', '2026-01-01T00:00:00.700Z', '2026-01-01T00:01:30'],
  ])('a schedule is next due by %s after %s at %s', (schedule, after, expected) => {
    expect(told(nextTime(parseSchedule(schedule), at(after)))).toBe(expected);
  });

  test('a schedule with an impossible day is never due', () => {
    expect(nextTime(parseSchedule('0 0 30 2 *'), at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });
});

describe('a schedule in a time zone', () => {
  test.each<[string, string, string, string]>([
    ['Asia/Seoul', '0 9 * * *', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00'],
    ['America/New_York', '30 2 * * *', '2026-03-08T00:00:00Z', '2026-03-09T06:30:00'],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00'],
    ['Asia/Kolkata', '0 0 * * *', '2026-01-01T00:00:00Z', '2026-01-01T18:30:00'],
  ])('in time zone %s the schedule %s is due after %s at %s', (zone, schedule, after, expected) => {
    expect(told(nextTime(parseSchedule(schedule), at(after), timeZoneOf(zone)))).toBe(expected);
  });

  test('an unknown time zone has no schedule', () => {
    expect(timeZoneOf('Mars/Olympus')).toBeUndefined();
  });
});

test.each<[string, string]>([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['* 9-5 * * *', 'beginning of range (9) beyond end of range (5): 9-5'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['@often', 'unrecognized descriptor: @often'],
  ['@every soon', 'failed to parse duration @every soon: time: invalid duration "soon"'],
])('"%s" is no schedule: %s', (schedule, problem) => {
  expect(scheduleProblem(schedule)).toBe(problem);
});

test('a schedule is due at all matching whole minutes, and at no others', () => {
  const minute = fc.nat(59);
  const hour = fc.nat(23);
  fc.assert(
    fc.property(minute, hour, fc.integer({ min: 0, max: 1e12 }), (m, h, after) => {
      const due = nextTime(parseSchedule(`${m} ${h} * * *`), after) ?? Number.NaN;
      expect([new Date(due).getUTCMinutes(), new Date(due).getUTCHours(), due % 60_000]).toEqual([m, h, 0]);
      expect(due - after).toBeGreaterThan(0);
      expect(due - after).toBeLessThanOrEqual(86_400_000);
    }),
  );
});
