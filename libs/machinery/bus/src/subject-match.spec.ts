import { expect, test } from 'vitest';
import { hasWildcard, subjectMatches } from './subject-match.ts';

test.each([
  ['a.b', 'a.b', true],
  ['a.b', 'a.b.c', false],
  ['a.b.c', 'a.b', false],
  ['a.*', 'a.b', true],
  ['a.*', 'a', false],
  ['a.*', 'a.b.c', false],
  ['*.b', 'a.b', true],
  ['*.b', 'a.c', false],
  ['a.*.c', 'a.b.c', true],
  ['a.>', 'a.b', true],
  ['a.>', 'a.b.c.d', true],
  ['a.>', 'a', false],
  ['>', 'a', true],
  ['>', 'a.b', true],
  ['a.b*', 'a.b*', true],
  ['a.b*', 'a.bc', false],
  ['a>', 'a>', true],
])('pattern %s and subject %s: %s', (pattern, subject, matches) => {
  expect(subjectMatches(pattern, subject)).toBe(matches);
});

test.each([
  ['a.b', false],
  ['a.*', true],
  ['*', true],
  ['a.>', true],
  ['a.b*', false],
  ['a.>b', false],
])('%s contains a wildcard: %s', (subject, wildcard) => {
  expect(hasWildcard(subject)).toBe(wildcard);
});
