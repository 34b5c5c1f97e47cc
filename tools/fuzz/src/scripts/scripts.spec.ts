import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { playScripts } from './play-scripts.ts';

/** Max heap growth over the second half of the scripts. A container that is never freed takes about 100 KiB. */
const GROWTH_MAX_MIB = 16;

/** Measured after garbage collection. */
async function heapMiB(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Finalizers of the first collection free more.
  for (let round = 0; round < 3; round++) {
    await new Promise(setImmediate);
    collect();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

test('2,000 random scripts end or are killed, no script crashes its node, and the heap stays flat', { timeout: 180_000 }, async () => {
  const first = await playScripts({ seed: 1, scripts: 1_000 });
  const before = await heapMiB();
  const second = await playScripts({ seed: 2, scripts: 1_000 });
  const growth = (await heapMiB()) - before;
  expect([...first.failures, ...second.failures]).toEqual([]);
  // Requires some scripts without a syntax error: invalid ones alone would prove nothing.
  expect(first.ends.get(0)).toBeGreaterThan(25);
  expect(first.ends.get('killed')).toBeGreaterThan(5);
  expect(growth).toBeLessThan(GROWTH_MAX_MIB);
});
