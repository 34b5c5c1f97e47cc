import { expect, test } from 'vitest';
import { playOddObjects } from './play-odd-objects.ts';

test('nobody stumbles over odd objects that the API takes', { timeout: 180_000 }, async () => {
  const { failure, statuses } = await playOddObjects({ seed: 11, writes: 100 });
  expect(failure).toBeUndefined();
  // It is worth nothing when all is refused at the door.
  expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(20);
});
