import { expect, test } from 'vitest';
import { sameFields, sameJson } from './same-json.ts';

test('the order of keys and keys that are undefined do not matter', () => {
  expect(sameJson({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2, d: undefined }], a: 1 })).toBe(true);
});

test.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: 1 }, { a: 1, b: null }],
  [
    [1, 2],
    [2, 1],
  ],
  [[1], { 0: 1 }],
  [null, {}],
])('%j is not %j', (a, b) => {
  expect(sameJson(a, b)).toBe(false);
});

test('named fields are ignored on either side', () => {
  const names = new Set(['kind']);
  expect(sameFields({ kind: 'A', a: 1 }, { a: 1 }, names)).toBe(true);
  expect(sameFields({ a: 1 }, { kind: 'B', a: 1 }, names)).toBe(true);
  expect(sameFields({ a: 1 }, { kind: 'B', a: 1, b: 2 }, names)).toBe(false);
});
