import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from './driven-clock.ts';
import { everyWhole, nextWhole, wholeFrom } from './whole-periods.ts';

const TICK = { name: 'tick', upkeep: true } as const;

test('the next whole multiple is later by at most a period; wholeFrom may return the instant itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 2 ** 45 }), (periodMs, at) => {
      const [next, from] = [nextWhole(periodMs, at), wholeFrom(periodMs, at)];
      expect([next % periodMs, next > at && next <= at + periodMs]).toEqual([0, true]);
      expect([from % periodMs, from]).toEqual([0, at % periodMs === 0 ? at : next]);
    }),
  );
});

test('work started at different instants runs at the same ones', () => {
  const clock = new ManualClock(1_234);
  const done: string[] = [];
  everyWhole(clock, 10_000, TICK, () => done.push(`a ${clock.now()}`));
  clock.advanceTo(4_321);
  everyWhole(clock, 5_000, TICK, () => done.push(`b ${clock.now()}`));
  clock.advanceTo(20_000);
  expect(done).toEqual(['b 5000', 'a 10000', 'b 10000', 'b 15000', 'a 20000', 'b 20000']);
});

test('a clock far ahead owes one call, and then continues in step', () => {
  const clock = new ManualClock(0);
  const done: number[] = [];
  everyWhole(clock, 1_000, TICK, () => done.push(clock.now()));
  clock.observe(7_300);
  clock.advanceTo(7_300);
  clock.advanceTo(9_000);
  expect(done).toEqual([7_300, 8_000, 9_000]);
});

test('a stopped period leaves no timer behind, whether stopped from inside or outside', () => {
  const clock = new ManualClock(0);
  let calls = 0;
  const stop = everyWhole(clock, 1_000, TICK, () => {
    calls += 1;
    if (calls === 2) stop();
  });
  everyWhole(clock, 1_000, TICK, () => {})();
  clock.advanceTo(5_000);
  expect([calls, clock.pending()]).toEqual([2, []]);
});
