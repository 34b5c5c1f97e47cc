import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IndexSet } from './index-set.ts';

const indexes = fc.uniqueArray(fc.nat(40));

test.each<[readonly number[], string]>([
  [[], ''],
  [[3], '3'],
  [[1, 0], '0,1'],
  [[4, 2, 3, 0], '0,2-4'],
  [[7, 1, 2, 3, 5, 6], '1-3,5-7'],
])('%j is printed as "%s"', (given, text) => {
  expect(`${IndexSet.of(given)}`).toBe(text);
});

test('a set parses from a status without broken and out-of-range indexes', () => {
  expect(`${IndexSet.parse('0,2-4,x,9-3,8-20', 10)}`).toBe('0,2-4,8,9');
  expect(IndexSet.parse(undefined, 10).size).toBe(0);
});

test('a set survives a round trip in any notation', () => {
  fc.assert(
    fc.property(indexes, (given) => {
      const set = IndexSet.parse(`${IndexSet.of(given)}`, 41);
      expect(set.size).toBe(given.length);
      for (let index = 0; index <= 40; index++) expect(set.has(index)).toBe(given.includes(index));
    }),
  );
});

test('the union has the indexes of both sets', () => {
  fc.assert(
    fc.property(indexes, indexes, (a, b) => {
      expect(`${IndexSet.of(a).union(IndexSet.of(b))}`).toBe(`${IndexSet.of([...a, ...b])}`);
    }),
  );
});

test('shared indexes are in both sets', () => {
  fc.assert(
    fc.property(indexes, indexes, (a, b) => {
      expect(IndexSet.of(a).shared(IndexSet.of(b))).toBe(a.filter((index) => b.includes(index)).length);
    }),
  );
});

test('missing indexes are the lowest absent ones', () => {
  fc.assert(
    fc.property(indexes, fc.nat(50), fc.nat(10), (given, completions, count) => {
      const absent = Array.from({ length: completions }, (_, index) => index).filter((index) => !given.includes(index));
      expect(IndexSet.of(given).missing(count, completions)).toEqual(absent.slice(0, count));
    }),
  );
});
