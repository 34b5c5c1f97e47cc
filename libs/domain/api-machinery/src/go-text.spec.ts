import { expect, test } from 'vitest';
import { goTypeOf } from './go-text.ts';

test.each([
  [null, '<nil>'],
  [[], '[]interface {}'],
  [{}, 'map[string]interface {}'],
  [true, 'bool'],
  [1, 'int64'],
  [2n ** 60n, 'int64'],
  [1.5, 'float64'],
  ['a', 'string'],
])('Go prints the type of %s as %s', (value, type) => {
  expect(goTypeOf(value)).toBe(type);
});
