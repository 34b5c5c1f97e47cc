import { describe, expect, test } from 'vitest';
import { tagMatcher, tagPatternProblem } from './tag-pattern.ts';

describe('a pattern of tags', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['latest', ['latest'], ['latest1', 'xlatest', '']],
    ['1.*', ['1.', '1.2', '1.2-alpine'], ['1', '12']],
    ['v?', ['v1', 'vx'], ['v', 'v12']],
    ['2.[0-4]', ['2.0', '2.4'], ['2.5', '2x4']],
    ['{,v}1.{7..12}', ['1.7', 'v1.12', '1.10'], ['1.6', '1.13', 'w1.7', '1.120']],
    ['{a,b{1,2}}', ['a', 'b1', 'b2'], ['b', 'a1']],
  ])('%s', (pattern, matching, others) => {
    const matcher = tagMatcher([pattern]);
    expect(matching.filter((tag) => !matcher.test(tag))).toEqual([]);
    expect(others.filter((tag) => matcher.test(tag))).toEqual([]);
  });

  test('a tag may have variants in any order', () => {
    const matcher = tagMatcher(['1', '2'], ['alpine', 'slim']);
    expect(['1', '2-slim', '1-slim-alpine', 'alpine', '1-', '1-fat'].filter((tag) => matcher.test(tag))).toEqual([
      '1',
      '2-slim',
      '1-slim-alpine',
    ]);
  });

  test.each([
    ['', 'must not be empty'],
    ['a b', 'must not contain " "'],
    ['a}', 'must not contain "}"'],
    ['[0-', 'must close every "[" around a set such as [0-9]'],
    ['[9-0]', 'must have ranges from the lower to the higher'],
    ['{a', 'must close every "{"'],
    ['{9..1}', 'must have ranges from the lower to the higher, of 10000 numbers at most'],
  ])('%j is no tag pattern', (pattern, problem) => expect(tagPatternProblem(pattern)).toBe(problem));

  test('a valid tag pattern has no problem', () => expect(tagPatternProblem('1.{7..29}.*')).toBeUndefined());
});
