import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { memoryTarget } from './memory-target.ts';

test('5,000 odd requests get correct responses', { timeout: 180_000 }, async () => {
  const target = await memoryTarget(1);
  const { failures, statuses } = await fuzz(target, { seed: 1, requests: 5_000 });
  target.close();
  expect(failures).toEqual([]);
  // A run with only rejected requests would prove nothing.
  expect(statuses.get(200)).toBeGreaterThan(500);
  expect(statuses.get(201)).toBeGreaterThan(75);
  expect(statuses.get(422)).toBeGreaterThan(75);
});
