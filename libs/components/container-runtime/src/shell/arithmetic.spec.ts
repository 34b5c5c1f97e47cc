import { expect, test } from 'vitest';
import { arithmetic } from './arithmetic.ts';

const variables: Record<string, string> = { x: '7', word: 'abc' };
const value = (expression: string) => arithmetic(expression, (name) => variables[name] ?? '');

test.each([
  ['', 0],
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['7 / 2', 3],
  ['-7 / 2', -3],
  ['7 % 3', 1],
  ['x * x', 49],
  ['missing + word', 0],
  ['1 < 2 && 2 >= 3', 0],
  ['x == 7 ? 10 : 20', 10],
  ['1 << 4 | 1', 17],
  ['!0 + ~0', 0],
  ['0x10', 16],
])('%s is %i', (expression, expected) => expect(value(expression)).toBe(expected));

test.each(['1 +', '1 / 0', '(1', '2 3', '@'])('%s is refused', (expression) =>
  expect(() => value(expression)).toThrow(/arithmetic|divide/),
);
