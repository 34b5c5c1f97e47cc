import { expect, test } from 'vitest';
import { arithmetic } from './arithmetic.ts';

const variables: Record<string, string> = { x: '7', word: 'abc' };
const assigned: string[] = [];
const value = (expression: string) =>
  arithmetic(expression, { variable: (name) => variables[name], assign: (name, to) => assigned.push(`${name}=${to}`) });

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
  ['017', 15],
  ['9223372036854775807 + 1', '-9223372036854775808'],
  ['2 ** 10', 1024],
  ['1 ? 2 : 1 / 0', 2],
  ['0 && (y = 1 / 0)', 0],
])('%s evaluates to %i', (expression, expected) => expect(value(expression)).toBe(String(expected)));

test('assigns as C does', () => {
  expect(value('y = x++ + 1, z += 2, --x')).toBe('6');
  expect(assigned).toEqual(['x=8', 'y=8', 'z=2', 'x=6']);
});

test.each(['1 +', '1 / 0', '(1', '2 3', '@'])('%s is refused', (expression) =>
  expect(() => value(expression)).toThrow(/^(?:syntax|zero)$/),
);
