import { expect, test } from 'vitest';
import { ansiPieces } from './ansi.ts';
import { markedPieces, matchesIn, nextMatch } from './log-search.ts';
import { NO_TEXT, withText } from './log-text.ts';

const { lines } = withText(NO_TEXT, 'main', '2026-01-01T00:00:00Z Error error\n2026-01-01T00:00:01Z fine\n2026-01-01T00:00:02Z an ERROR\n');

test('a text is found in any case, several times in a line', () => {
  expect(matchesIn(lines, 'error')).toEqual([
    { line: 0, from: 0, to: 5 },
    { line: 0, from: 6, to: 11 },
    { line: 2, from: 3, to: 8 },
  ]);
  expect(matchesIn(lines, '')).toEqual([]);
});

test('a match is marked across colours', () => {
  const { pieces } = ansiPieces('an \u001b[31mer\u001b[0mror here');
  const marked = markedPieces(pieces, [{ line: 0, from: 3, to: 8 }]);
  expect(marked.map(({ text, style, match }) => [text, style, match !== undefined])).toEqual([
    ['an ', {}, false],
    ['er', { colour: 1 }, true],
    ['ror', {}, true],
    [' here', {}, false],
  ]);
});

test.each([
  [0, 3, 1, 1],
  [2, 3, 1, 0],
  [0, 3, -1, 2],
  [0, 0, 1, 0],
] as const)('match %i, count %i, step %i: next match %i', (current, count, step, next) => {
  expect(nextMatch(current, count, step)).toBe(next);
});
