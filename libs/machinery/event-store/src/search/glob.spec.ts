import { expect, test } from 'vitest';
import { globMatches } from './glob.ts';

test.each([
  ['PodBound', 'PodBound', true],
  ['podbound', 'PodBound', true],
  ['Pod*', 'PodBound', true],
  ['*Bound', 'PodBound', true],
  ['*o*o*', 'PodBound', true],
  ['*', '', true],
  ['', '', true],
  ['Pod', 'PodBound', false],
  ['Bound', 'PodBound', false],
  ['P?dBound', 'PodBound', false],
  ['a*b*c', 'aXbXbXd', false],
  ['a.c', 'abc', false],
])('pattern %s and text %s: %s', (pattern, text, matches) => {
  expect(globMatches(pattern, text)).toBe(matches);
});

test('a pattern with many stars is matched quickly', () => {
  expect(globMatches(`${'a*'.repeat(2_000)}b`, 'a'.repeat(4_000))).toBe(false);
});
