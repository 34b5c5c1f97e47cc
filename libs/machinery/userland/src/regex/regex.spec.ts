import { expect, test } from 'vitest';
import { Regex } from './regex.ts';

const found = (source: string, text: string, syntax: 'basic' | 'extended' = 'extended') => {
  const match = new Regex(source, { syntax }).find(text);
  return match && text.slice(match.start, match.end);
};

test.each([
  ['a|ab', 'abc', 'ab'],
  ['(a|ab)(c|bcd)', 'abcd', 'abcd'],
  ['x*', 'aaa', ''],
  ['[0-9]{2,3}', 'a12345', '123'],
  ['^b', 'ab', undefined],
  ['\\bfoo\\b', 'a foo b', 'foo'],
  ['[[:upper:]]+', 'abCDe', 'CD'],
  ['[^]a]', ']ab', 'b'],
  ['a.c$', 'abcabc', 'abc'],
  ['(', '(', 'refused'],
])('%s in %j finds %j', (source, text, expected) => {
  if (expected === 'refused') expect(() => found(source, text)).toThrow('Unmatched ( or \\(');
  else expect(found(source, text)).toBe(expected);
});

test('basic expressions have their operators behind backslashes', () => {
  expect(found('\\(a\\)\\{2\\}', 'baa', 'basic')).toBe('aa');
  expect(found('a+', 'aa+', 'basic')).toBe('a+');
});

test('an expression with exponential backtracking elsewhere takes linear time', () => {
  expect(found('(a*)*b', 'a'.repeat(2_000))).toBeUndefined();
  expect(found('(a|aa)+$', `${'a'.repeat(2_000)}!`)).toBeUndefined();
});
