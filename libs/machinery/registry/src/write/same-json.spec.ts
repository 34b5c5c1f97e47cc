import { expect, test } from 'vitest';
import { sameJson } from './same-json.ts';

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
