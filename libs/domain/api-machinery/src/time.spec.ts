import { expect, test } from 'vitest';
import { formatMicroTime, formatTime, humanDuration, parseTime, translateTimestamp } from './time.ts';

const at = Date.UTC(2026, 0, 1, 0, 0, 0, 123);

test('times are written in seconds or in microseconds', () => {
  expect([formatTime(at), formatMicroTime(at)]).toEqual(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123000Z']);
});

test('times parse in any zone, and invalid ones are rejected', () => {
  expect(parseTime('2026-01-01T00:00:00.123456789Z')).toBe(at);
  expect(parseTime('2026-01-01T02:00:00+02:00')).toBe(at - 123);
  for (const text of ['', '2026-01-01', '2026-01-01T00:00:00', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', 'x'])
    expect(parseTime(text), text).toBeUndefined();
});

test('ages are short', () => {
  const s = 1_000;
  const m = 60 * s;
  const h = 60 * m;
  const d = 24 * h;
  const ages = [
    -5 * s,
    -1.5 * s,
    0,
    119 * s,
    120 * s,
    200 * s,
    10 * m,
    179 * m,
    3 * h,
    5 * h + 30 * m,
    47 * h,
    48 * h,
    50 * h,
    8 * d,
    729 * d,
    730 * d,
    800 * d,
    9 * 365 * d,
  ];
  expect(ages.map(humanDuration)).toEqual([
    '<invalid>',
    '0s',
    '0s',
    '119s',
    '2m',
    '3m20s',
    '10m',
    '179m',
    '3h',
    '5h30m',
    '47h',
    '2d',
    '2d2h',
    '8d',
    '729d',
    '2y',
    '2y70d',
    '9y',
  ]);
  expect([translateTimestamp(undefined, at), translateTimestamp(null, at), translateTimestamp('2025-12-31T23:59:00Z', at)]).toEqual([
    '<unknown>',
    '<unknown>',
    '60s',
  ]);
});
