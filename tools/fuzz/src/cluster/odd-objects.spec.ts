import { expect, test } from 'vitest';
import { playOddObjects } from './play-odd-objects.ts';

test('components survive odd objects accepted by the API', { timeout: 180_000 }, async () => {
  const { failure, statuses } = await playOddObjects({ seed: 11, writes: 50 });
  expect(failure).toBeUndefined();
  // A run with only rejected writes would prove nothing.
  expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(10);
});
