import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ManualClock } from './driven-clock.ts';
import { everyWhole, nextWhole, wholeFrom } from './whole-periods.ts';

const TICK = { name: 'tick', upkeep: true } as const;

it('the next whole multiple is later, by a period at most; the first from an instant may be that instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 2 ** 45 }), (periodMs, at) => {
      const [next, from] = [nextWhole(periodMs, at), wholeFrom(periodMs, at)];
      expect([next % periodMs, next > at && next <= at + periodMs]).toEqual([0, true]);
      expect([from % periodMs, from]).toEqual([0, at % periodMs === 0 ? at : next]);
    }),
  );
});

it('work begun at different instants is done at the same ones', () => {
  const clock = new ManualClock(1_234);
  const done: string[] = [];
  everyWhole(clock, 10_000, TICK, () => done.push(`a ${clock.now()}`));
  clock.advanceTo(4_321);
  everyWhole(clock, 5_000, TICK, () => done.push(`b ${clock.now()}`));
  clock.advanceTo(20_000);
  expect(done).toEqual(['b 5000', 'a 10000', 'b 10000', 'b 15000', 'a 20000', 'b 20000']);
});

it('a clock that was wound far forward owes one call, and then goes on in step', () => {
  const clock = new ManualClock(0);
  const done: number[] = [];
  everyWhole(clock, 1_000, TICK, () => done.push(clock.now()));
  clock.observe(7_300);
  clock.advanceTo(7_300);
  clock.advanceTo(9_000);
  expect(done).toEqual([7_300, 8_000, 9_000]);
});

it('nothing is left on the clock once it is stopped, from within or from outside', () => {
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
