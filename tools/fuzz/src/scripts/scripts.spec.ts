import { expect, test } from 'vitest';
import { playScripts } from './play-scripts.ts';

test('1,000 random scripts end or are killed, and no script crashes its node', { timeout: 180_000 }, async () => {
  const { failures, ends } = await playScripts({ seed: 1, scripts: 1_000 });
  expect(failures).toEqual([]);
  // Requires some scripts without a syntax error: invalid ones alone would prove nothing.
  expect(ends.get(0)).toBeGreaterThan(50);
  expect(ends.get('killed')).toBeGreaterThan(10);
});
