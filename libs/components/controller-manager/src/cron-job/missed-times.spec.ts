import { parseSchedule, UTC } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { lastDue } from './missed-times.ts';

const at = (text: string) => Date.parse(`2026-01-${text}Z`);

test.each<[string, string, string, string | undefined, boolean]>([
  ['0 * * * *', '01T00:00:00', '01T00:59:59', undefined, false],
  ['0 * * * *', '01T00:00:00', '01T01:00:00', '01T01:00:00', false],
  ['0 * * * *', '01T00:00:00', '01T07:30:00', '01T07:00:00', false],
  ['* * * * *', '01T00:00:00', '01T02:00:30', '01T02:00:00', true],
  ['0 9 * * mon', '01T00:00:00', '20T00:00:00', '19T09:00:00', false],
  ['0 0 1 1 *', '01T00:00:01', '31T00:00:00', undefined, false],
])('"%s", last due at %s or later, was due until %s last at %s', (schedule, earliest, now, due, tooMany) => {
  const found = lastDue(parseSchedule(schedule), UTC, { earliest: at(earliest), now: at(now) });
  expect(found).toEqual({ at: due === undefined ? undefined : at(due), tooMany });
});

test('a schedule that no day meets is never due', () => {
  expect(lastDue(parseSchedule('59 23 31 2 *'), UTC, { earliest: at('01T00:00:00'), now: at('31T00:00:00') })).toEqual({
    at: undefined,
    tooMany: false,
    never: true,
  });
});
