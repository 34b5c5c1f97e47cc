import { ManualHost } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { CALM_MS, FEW, MANY, SlowStreams } from './slow-streams.ts';

/** Creates a count of streams, and records when memory becomes scarce or plenty. */
function streams() {
  const changes: boolean[] = [];
  const host = new ManualHost();
  const slow = new SlowStreams({ collect() {}, setScarce: (isScarce) => changes.push(isScarce) }, host);
  return { host, slow, changes, enter: (count: number) => Array.from({ length: count }, () => slow.enter()) };
}

test('many slow streams make memory scarce once', () => {
  const { changes, enter } = streams();
  enter(MANY - 1);
  expect(changes).toEqual([]);
  enter(10 * MANY);
  expect(changes).toEqual([true]);
});

test('memory stays scarce until few slow streams remain for a second', async () => {
  const { host, slow, changes, enter } = streams();
  const releases = enter(MANY);
  for (const release of releases.splice(0, MANY - FEW)) release();
  await host.run(10 * CALM_MS);
  expect(changes).toEqual([true]);
  releases[0]?.();
  await host.run(CALM_MS - 1);
  expect([changes, slow.areMany]).toEqual([[true], true]);
  await host.run(1);
  expect([changes, slow.areMany]).toEqual([[true, false], false]);
  enter(MANY);
  expect(changes).toEqual([true, false, true]);
});

test('streams that are slow by turns make memory scarce once', async () => {
  const { host, changes, enter } = streams();
  for (let burst = 0; burst < 10; burst++) {
    const releases = enter(2 * MANY);
    await host.run(CALM_MS / 4);
    for (const release of releases) release();
    await host.run(CALM_MS - 1);
  }
  expect(changes).toEqual([true]);
});

test('a slow stream is released once', () => {
  const { changes, enter } = streams();
  const [first] = enter(MANY);
  for (let times = 0; times < MANY; times++) first?.();
  expect(changes).toEqual([true]);
});

test('each further slow stream leaves less for a client', () => {
  const { slow } = streams();
  const waiting = [0, 1, 4, 8, MANY].map((count) => {
    const crowd = streams();
    crowd.enter(count);
    return crowd.slow.waitingMax() / 1_024;
  });
  expect(waiting).toEqual([1_024, 1_024, 1_024, 512, 32]);
  expect([4, 8, 500].map((others) => slow.waitingMax(others) / 1_024)).toEqual([1_024, 512, 32]);
});
