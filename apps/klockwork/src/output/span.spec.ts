import { expect, test } from 'vitest';
import { spanText } from './span.ts';

test.each([
  [0, '0ms'],
  [350, '350ms'],
  [1_000, '1s'],
  [1_240, '1.2s'],
  [59_940, '59.9s'],
  [59_960, '1m'],
  [65_000, '1m5s'],
  [600_000, '10m'],
  [3_599_600, '1h'],
  [5_400_000, '1h30m'],
  [90_000_000, '25h'],
  [-1_500, '-1.5s'],
])('%i ms is written %s', (ms, text) => {
  expect(spanText(ms)).toBe(text);
});
