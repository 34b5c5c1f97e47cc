import { expect, test } from 'vitest';
import { secondsToMs } from './seconds-to-ms.ts';

test.each([
  [30, 30_000],
  [-1, -1_000],
  [9_223_372_036, 9_223_372_036_000],
  [9_223_372_037, -9_223_372_036_709],
  [2 ** 53 - 1, 4_611_686_017_427],
  [2n ** 63n - 1n, -1_000],
])('%s seconds are %s ms, as in Go', (seconds, ms) => {
  expect(secondsToMs(seconds)).toBe(ms);
});
