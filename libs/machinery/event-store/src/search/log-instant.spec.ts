import { expect, test } from 'vitest';
import { readInstant } from './log-instant.ts';

const NOW = Date.parse('2026-01-02T12:00:00.500Z');

test.each([
  ['10m', '2026-01-02T11:50:00.500Z'],
  ['0s', '2026-01-02T12:00:00.500Z'],
  ['11:32:02.582', '2026-01-02T11:32:02.582Z'],
  ['11:32', '2026-01-02T11:32:00.000Z'],
  ['12:00:01', '2026-01-01T12:00:01.000Z'],
  ['2026-01-01T00:10:00Z', '2026-01-01T00:10:00.000Z'],
  ['2026-01-01', '2026-01-01T00:00:00.000Z'],
])('the instant %s is %s', (text, instant) => {
  expect(new Date(readInstant(text, NOW) as number).toISOString()).toBe(instant);
});

test.each(['', '-5m', 'yesterday', '25:00', '2026-13-01', '10'])('%j is an invalid instant', (text) => {
  expect(readInstant(text, NOW)).toBeUndefined();
});
