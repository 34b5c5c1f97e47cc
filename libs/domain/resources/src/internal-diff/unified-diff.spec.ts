import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Returns words `a b c` as three lines. */
function lines(words: string): string {
  return words.split(' ').join('\n');
}

describe('two texts differ', () => {
  test.each([
    ['nowhere', 'a b c', 'a b c', []],
    ['in a single line', 'a', 'b', ['@@ -1 +1 @@', '-a', '+b']],
    ['in an added line', 'a b', 'a x b', ['@@ -1,2 +1,3 @@', ' a', '+x', ' b']],
    ['in a removed line', 'a x b', 'a b', ['@@ -1,3 +1,2 @@', ' a', '-x', ' b']],
    ['at the ends', 'a b c', 'a b c d', ['@@ -1,3 +1,4 @@', ' a', ' b', ' c', '+d']],
    [
      'in lines six apart',
      'a b c d e f g h',
      'x b c d e f g y',
      ['@@ -1,8 +1,8 @@', '-a', '+x', ' b', ' c', ' d', ' e', ' f', ' g', '-h', '+y'],
    ],
    [
      'in lines seven apart, in two hunks',
      'a b c d e f g h i',
      'x b c d e f g h y',
      ['@@ -1,4 +1,4 @@', '-a', '+x', ' b', ' c', ' d', '@@ -6,4 +6,4 @@', ' f', ' g', ' h', '-i', '+y'],
    ],
    ['in everything', 'a b', 'c d', ['@@ -1,2 +1,2 @@', '-a', '-b', '+c', '+d']],
    [
      'left and right of the longest common block',
      'q a b x c d',
      'a b y c d f',
      ['@@ -1,6 +1,6 @@', '-q', ' a', ' b', '-x', '+y', ' c', ' d', '+f'],
    ],
  ])('two texts differ %s', (_, before, after, expected) => {
    expect(unifiedDiff(lines(before), lines(after))).toBe(expected.map((line) => `${line}\n`).join(''));
  });

  test('two long texts differ correctly despite a frequent line', () => {
    const noise = Array.from({ length: 150 }, (_, index) => `x\n${index}`);
    const before = ['first', ...noise].join('\n');
    const after = [...noise, 'last'].join('\n');
    expect(unifiedDiff(before, after)).toBe(
      ['@@ -1,4 +1,3 @@', '-first', ' x', ' 0', ' x', '@@ -299,3 +298,4 @@', ' 148', ' x', ' 149', '+last', ''].join('\n'),
    );
  });

  test('two very long texts differ from the first to the last changed line', () => {
    const all = Array.from({ length: 20_100 }, (_, index) => String(index));
    const before = all.join('\n');
    const after = all.map((line, index) => (index === 5 || index === 10 ? 'new' : line)).join('\n');
    const [from, to] = [all.slice(5, 11), ['new', '6', '7', '8', '9', 'new']];
    expect(unifiedDiff(before, after)).toBe(
      [
        '@@ -3,12 +3,12 @@',
        ' 2',
        ' 3',
        ' 4',
        ...from.map((line) => `-${line}`),
        ...to.map((line) => `+${line}`),
        ' 11',
        ' 12',
        ' 13',
        '',
      ].join('\n'),
    );
  });
});

test('a diff transforms either text into the other', () => {
  const text = fc.array(fc.constantFrom(...LETTERS.slice(0, 5)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const marked = unifiedDiff(before.join('\n'), after.join('\n')).split('\n').slice(0, -1);
      const changed = marked.filter((line) => !line.startsWith('@@') && !line.startsWith(' '));
      const left = changed.filter((line) => line.startsWith('-')).length;
      const came = changed.filter((line) => line.startsWith('+')).length;
      expect(after.length - before.length).toBe(came - left);
      expect(marked.length === 0).toBe(before.join() === after.join());
    }),
  );
});
