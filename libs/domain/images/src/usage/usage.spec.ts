import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstAbove, timeAbove, usedBetween } from './over-time.ts';
import { amountAt, NO_USE, type Spike, steadyUse, type Use } from './use.ts';

const use = (fields: Partial<Use>): Use => ({ ...NO_USE, ...fields });
const spike = (fields: Partial<Spike>): Spike => ({ atMs: 0, forMs: 1_000, everyMs: undefined, amount: 10, ...fields });

describe('what is used', () => {
  test('use grows from its base to its end', () => {
    const uses = [{ use: use({ base: 10, growthPerSecond: 5, upTo: 20 }), since: 1_000 }];
    expect([0, 1_000, 1_500, 3_000, 9_000].map((now) => amountAt(uses, now))).toEqual([0, 10, 12.5, 20, 20]);
  });

  test('use has spikes, single or repeated', () => {
    const uses = [
      { use: use({ spikes: [spike({ atMs: 1_000 })] }), since: 0 },
      { use: use({ spikes: [spike({ amount: 1, forMs: 500, everyMs: 2_000 })] }), since: 0 },
    ];
    expect([0, 500, 1_000, 1_999, 2_000, 4_100].map((now) => amountAt(uses, now))).toEqual([1, 0, 10, 10, 1, 1]);
  });

  test('use crosses a limit at the first ms above it', () => {
    const leak = [{ use: use({ base: 16, growthPerSecond: 10 }), since: 500 }];
    expect(firstAbove(leak, 64, 500)).toBe(500 + 4_801);
    expect(firstAbove(leak, 15, 500)).toBe(500);
    expect(firstAbove([{ use: use({ base: 16, growthPerSecond: 10, upTo: 64 }), since: 0 }], 64, 0)).toBeUndefined();
    expect(firstAbove([{ use: use({ base: 60, spikes: [spike({ atMs: 7_000, everyMs: 9_000 })] }), since: 0 }], 64, 0)).toBe(7_000);
    expect(firstAbove([{ use: use({ base: 60, spikes: [spike({ atMs: 7_000, everyMs: 9_000 })] }), since: 0 }], 64, 8_000)).toBe(16_000);
  });

  test('use sums to an area, capped by a limit', () => {
    const uses = [{ use: use({ growthPerSecond: 100 }), since: 0 }];
    expect(usedBetween(uses, 0, 2_000, Number.POSITIVE_INFINITY)).toBe(200_000);
    expect(usedBetween(uses, 0, 2_000, 100)).toBe(150_000);
    expect(timeAbove(uses, 0, 2_000, 100)).toBe(1_000);
    expect(usedBetween([{ use: steadyUse(7), since: 0 }], 3, 5, 100)).toBe(14);
  });
});

const spikes = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 300 }),
    forMs: fc.integer({ min: 1, max: 60 }),
    everyMs: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
    amount: fc.integer({ min: 1, max: 50 }),
  }),
  { maxLength: 2 },
);
const anyUse = fc.record({
  use: fc.record({
    base: fc.integer({ min: 0, max: 50 }),
    growthPerSecond: fc.integer({ min: 0, max: 400 }),
    upTo: fc.integer({ min: 0, max: 100 }),
    spikes,
  }),
  since: fc.integer({ min: 0, max: 50 }),
});

test('a limit that is touched is not crossed', () => {
  const uses = [
    { use: use({ growthPerSecond: 266, upTo: 64 }), since: 0 },
    { use: use({ base: 17, growthPerSecond: 14, upTo: 25 }), since: 8 },
  ];
  expect(firstAbove(uses, 88, 0)).toBe(509);
});

test('the ms of crossing a limit equals that of a search through each ms', () => {
  fc.assert(
    fc.property(fc.array(anyUse, { minLength: 1, maxLength: 2 }), fc.integer({ min: 0, max: 150 }), (uses, limit) => {
      const looked = Array.from({ length: 600 }, (_, now) => now).find((now) => amountAt(uses, now) > limit + 1e-6);
      const found = firstAbove(uses, limit, 0);
      expect(found === undefined || found >= 600 ? undefined : found).toBe(looked);
    }),
    { numRuns: 1_000 },
  );
});
