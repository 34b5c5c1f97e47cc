import { expect, test } from 'vitest';
import { RestartDelay } from './restart-delay.ts';

const failed = { killed: false, ranMs: 300 };

test('a service that fails at each start is tried less and less often', () => {
  const delay = new RestartDelay();
  expect(Array.from({ length: 9 }, () => delay.after(failed))).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test('a killed service restarts at once, also repeatedly', () => {
  const delay = new RestartDelay();
  for (const _ of [1, 2, 3]) delay.after(failed);
  expect(delay.after({ killed: true, ranMs: 20 })).toBe(50);
  expect(delay.after({ killed: true, ranMs: 20 })).toBe(50);
});

test('a service that had run well is tried soon', () => {
  const delay = new RestartDelay();
  for (const _ of [1, 2, 3]) delay.after(failed);
  expect(delay.after({ killed: false, ranMs: 9_000 })).toBe(400);
  expect(delay.after({ killed: false, ranMs: 10_001 })).toBe(50);
});
