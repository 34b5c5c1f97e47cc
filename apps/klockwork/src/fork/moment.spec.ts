import { expect, test } from 'vitest';
import { momentOf } from './moment.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');

test.each<[string | undefined, object]>([
  [undefined, { at: Number.MAX_SAFE_INTEGER }],
  ['812', { revision: 812 }],
  ['-5m', { at: NOW - 300_000 }],
  ['1h30m', { at: NOW - 5_400_000 }],
  ['11:59:58', { at: NOW - 2_000 }],
  ['2026-01-01T11:00:00Z', { at: NOW - 3_600_000 }],
])('the moment %s is %j', (text, moment) => {
  expect(momentOf(text, NOW)).toEqual(moment);
});

test.each(['soon', '', '-', '1e3'])('%j is no moment', (text) => {
  expect(() => momentOf(text, NOW)).toThrow(
    `a moment is a revision, as 812, how long ago, as 5m, or a time of the lab, as 11:32:02 or 2026-01-01T11:32:02Z, not ${JSON.stringify(text)}`,
  );
});
