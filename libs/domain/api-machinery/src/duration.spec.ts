import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['1.5h', 5_400_000],
  ['-1m', -60_000],
  ['+5s', 5_000],
  ['.5s', 500],
  ['1.s', 1_000],
  ['0', 0],
  ['0s', 0],
  ['-0', 0],
  ['250us', 0.25],
  ['250\u00b5s', 0.25],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toEqual({ ms });
});

test.each([
  ['', 'time: invalid duration ""'],
  ['x', 'time: invalid duration "x"'],
  ['-', 'time: invalid duration "-"'],
  ['.s', 'time: invalid duration ".s"'],
  ['10', 'time: missing unit in duration "10"'],
  ['1h10', 'time: missing unit in duration "1h10"'],
  ['10x', 'time: unknown unit "x" in duration "10x"'],
  ['1 h', 'time: unknown unit " h" in duration "1 h"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['1toString', 'time: unknown unit "toString" in duration "1toString"'],
  ['1m-1s', 'time: unknown unit "m-" in duration "1m-1s"'],
  ['3000000h', 'time: invalid duration "3000000h"'],
])("%j is refused with Go's message", (text, problem) => {
  expect(parseDuration(text)).toEqual({ problem });
});

test.each([
  [0, '0s'],
  [500, '500ms'],
  [1_500, '1.5s'],
  [60_000, '1m0s'],
  [600_000, '10m0s'],
  [5_400_500, '1h30m0.5s'],
  [-60_000, '-1m0s'],
])('%d ms print as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('a formatted duration parses to the same value', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
      const parsed = parseDuration(formatDuration(ms));
      expect('ms' in parsed && Math.round(parsed.ms)).toBe(ms);
    }),
  );
});
