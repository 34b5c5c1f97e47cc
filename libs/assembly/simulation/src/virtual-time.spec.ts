import { CountingActivity, ManualClock } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { hostTurn } from './testing/host-turn.ts';
import { VirtualTime, type VirtualTimeOptions } from './virtual-time.ts';

const TICK = { name: 'tick' };

function aTime(options: Partial<VirtualTimeOptions> = {}) {
  const clock = new ManualClock(0);
  const activity = new CountingActivity(hostTurn);
  const turn = () => new Promise<void>((resolve) => hostTurn(resolve));
  return { clock, activity, time: new VirtualTime({ clock, activity, turn, check() {}, ...options }) };
}

test('the clock jumps from deadline to deadline, and work at one instant ends before the next', async () => {
  const { clock, activity, time } = aTime();
  const seen: string[] = [];
  const work = async (name: string) => {
    for (let turns = 0; turns < 5; turns++) await activity.turn();
    seen.push(`${name} at ${clock.now()}`);
  };
  clock.at(1_000, TICK, () => void work('first'));
  clock.at(1_001, TICK, () => void work('second'));
  clock.at(9_000, TICK, () => void work('too late'));
  expect(await time.run(5_000, () => false)).toBe(false);
  expect([...seen, clock.now()]).toEqual(['first at 1000', 'second at 1001', 5_000]);
});

test('a run ends at the instant its condition holds', async () => {
  const { clock, time } = aTime();
  clock.at(1_000, TICK, () => {});
  clock.at(2_000, TICK, () => {});
  expect(await time.run(5_000, () => clock.now() >= 1_000)).toBe(true);
  expect(clock.now()).toBe(1_000);
});

test('two that answer each other without end are found out', async () => {
  const { activity, time } = aTime();
  let isOver = false;
  const pingPong = async () => {
    while (!isOver) await activity.turn();
  };
  void pingPong();
  await expect(time.run(5_000, () => false)).rejects.toThrow('the-cluster-comes-to-rest: still held by turn');
  isOver = true;
});

test('a timer that sets itself without delay is found out', async () => {
  const { clock, time } = aTime();
  const again = () => void Promise.resolve().then(() => clock.after(0, TICK, again));
  again();
  await expect(time.run(5_000, () => false)).rejects.toThrow('time-passes: timers without end at 0');
});

test('time passes a request that waits for a timer, if requests may wait; other work still holds it', async () => {
  const waits = (requestsMayWait: boolean) => {
    const lab = aTime({ requestsMayWait });
    const release = lab.activity.hold('bus-request');
    lab.clock.at(1_000, TICK, release);
    return lab;
  };
  const { clock, time } = waits(true);
  expect(await time.run(5_000, () => clock.now() === 1_000)).toBe(true);
  await expect(waits(false).time.run(5_000, () => false)).rejects.toThrow('the-cluster-comes-to-rest: still held by bus-request');
  const busy = waits(true);
  busy.activity.hold('io');
  await expect(busy.time.run(5_000, () => false)).rejects.toThrow('the-cluster-comes-to-rest: still held by bus-request, io');
});
