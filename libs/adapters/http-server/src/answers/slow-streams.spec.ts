import { expect, test } from 'vitest';
import { FEW, MANY, SlowStreams } from './slow-streams.ts';

/** Creates a count of streams, and records when memory becomes scarce or plenty. */
function streams() {
  const changes: boolean[] = [];
  const slow = new SlowStreams({ collect() {}, setScarce: (isScarce) => changes.push(isScarce) });
  return { slow, changes, enter: (count: number) => Array.from({ length: count }, () => slow.enter()) };
}

test('many slow streams make memory scarce once', () => {
  const { changes, enter } = streams();
  enter(MANY - 1);
  expect(changes).toEqual([]);
  enter(10 * MANY);
  expect(changes).toEqual([true]);
});

test('memory stays scarce until few slow streams remain', () => {
  const { changes, enter } = streams();
  const releases = enter(MANY);
  for (const release of releases.splice(0, MANY - FEW)) release();
  enter(1)[0]?.();
  expect(changes).toEqual([true]);
  releases[0]?.();
  expect(changes).toEqual([true, false]);
  enter(MANY);
  expect(changes).toEqual([true, false, true]);
});

test('a slow stream is released once', () => {
  const { changes, enter } = streams();
  const [first] = enter(MANY);
  for (let times = 0; times < MANY; times++) first?.();
  expect(changes).toEqual([true]);
});

test('each further slow stream leaves less for a client', () => {
  const { slow, enter } = streams();
  const waiting = [0, 1, 4, 8, MANY].map((count) => {
    const releases = enter(count);
    const most = slow.waitingMax();
    for (const release of releases) release();
    return most / 1_024;
  });
  expect(waiting).toEqual([1_024, 1_024, 1_024, 512, 32]);
  expect([4, 8, 500].map((others) => slow.waitingMax(others) / 1_024)).toEqual([1_024, 512, 32]);
});
