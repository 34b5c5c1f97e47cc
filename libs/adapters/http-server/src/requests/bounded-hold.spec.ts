import { CountingActivity, type HostTimer } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { boundedHold } from './bounded-hold.ts';

/** Host timer that fires by hand. */
function handTimer() {
  const timers = new Map<number, () => void>();
  const host: HostTimer = {
    now: () => 0,
    set(ms, fire) {
      timers.set(ms, fire);
      return () => timers.delete(ms);
    },
  };
  return { host, timers };
}

test('a hold ends with its request, and leaves no timer', () => {
  const activity = new CountingActivity(setImmediate);
  const { host, timers } = handTimer();
  const release = boundedHold(activity.hold('http'), host);
  expect([activity.state().holds, [...timers.keys()]]).toEqual([1, [2_000]]);
  release();
  expect([activity.state().holds, timers.size]).toEqual([0, 0]);
});

test('a hold ends after two seconds of a request that goes on', () => {
  const activity = new CountingActivity(setImmediate);
  const { host, timers } = handTimer();
  const release = boundedHold(activity.hold('http'), host);
  timers.get(2_000)?.();
  expect(activity.state().holds).toBe(0);
  release();
  expect(activity.state().holds).toBe(0);
});
