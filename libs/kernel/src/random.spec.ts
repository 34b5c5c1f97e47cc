import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeededRandom } from './random.ts';

test('equal seeds yield equal draws on any machine', () => {
  const random = new SeededRandom(7);
  const draws = { integer: random.integer(1_000), suffix: random.suffix(5), uuid: random.uuid() };
  const again = new SeededRandom(7);
  expect({ integer: again.integer(1_000), suffix: again.suffix(5), uuid: again.uuid() }).toEqual(draws);
  expect(new SeededRandom(8).uuid()).not.toBe(draws.uuid);
});

test('a fork depends on its name and the seed, not on earlier draws', () => {
  const random = new SeededRandom(7);
  const before = random.fork('scheduler').uuid();
  random.next();
  expect(random.fork('scheduler').uuid()).toBe(before);
  expect(random.fork('kubelet').uuid()).not.toBe(before);
});

test('draws respect their bounds and formats', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000_000 }), (seed, below) => {
      const random = new SeededRandom(seed);
      const integer = random.integer(below);
      expect(Number.isInteger(integer) && integer >= 0 && integer < below).toBe(true);
      expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(random.suffix(5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    }),
  );
});

test('ten thousand draws fill ten buckets evenly', () => {
  const random = new SeededRandom(1);
  const buckets = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 10_000; draw++) buckets[random.integer(10)]! += 1;
  expect(Math.min(...buckets)).toBeGreaterThan(900);
  expect(Math.max(...buckets)).toBeLessThan(1_100);
});
