import { expect, test } from 'vitest';
import { endLines, readEnds, startedLine, startingLine } from './start-note-text.ts';

test('a pod counts the ends in a row at which it was being started', () => {
  const first = readEnds(startingLine('a') + startingLine('b') + startedLine('a'));
  expect(first).toEqual(new Map([['b', 1]]));
  const second = readEnds(endLines(first) + startingLine('c') + startingLine('b'));
  expect(second).toEqual(
    new Map([
      ['c', 1],
      ['b', 2],
    ]),
  );
  expect(readEnds(endLines(second) + startingLine('a'))).toEqual(new Map([['a', 1]]));
});

test('a line that was cut off by the end of the agent is not read', () => {
  expect(readEnds(`${startingLine('a')}+b`)).toEqual(new Map([['a', 1]]));
  expect(readEnds('')).toEqual(new Map());
});
