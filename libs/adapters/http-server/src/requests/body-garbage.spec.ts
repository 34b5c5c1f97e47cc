import { ManualHost } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { BodyGarbage, OLD_BYTES_MIN, QUIET_MS } from './body-garbage.ts';

const LARGE = 3 * 1_024 * 1_024;
const BODIES = Math.ceil(OLD_BYTES_MIN / LARGE);

/** Creates the garbage of bodies with manual host time, and counts the collections of all garbage. */
function bodies() {
  const host = new ManualHost();
  const collections: string[] = [];
  const garbage = new BodyGarbage({ collect: (extent) => collections.push(extent), setScarce() {} }, host);
  const free = (count: number) => {
    for (let body = 0; body < count; body++) garbage.free(LARGE);
  };
  return {
    host,
    free,
    young: () => collections.filter((extent) => extent === 'young').length,
    all: () => collections.filter((extent) => extent === 'all').length,
  };
}

test('each large body frees young garbage at once', () => {
  const { free, young, all } = bodies();
  free(3);
  expect([young(), all()]).toEqual([3, 0]);
});

test('a server collects all garbage a second after its last large body', async () => {
  const { host, free, all } = bodies();
  free(BODIES);
  await host.run(QUIET_MS - 1);
  free(1);
  await host.run(QUIET_MS - 1);
  expect(all()).toBe(0);
  await host.run(1);
  expect(all()).toBe(1);
});

test('a quiet server collects all garbage once for a crowd of bodies, and again after the next crowd', async () => {
  const { host, free, all } = bodies();
  free(10 * BODIES);
  await host.run(10 * QUIET_MS);
  free(BODIES - 1);
  await host.run(10 * QUIET_MS);
  expect(all()).toBe(1);
  free(1);
  await host.run(QUIET_MS);
  expect(all()).toBe(2);
});
