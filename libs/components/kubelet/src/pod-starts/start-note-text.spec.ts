import { expect, test } from 'vitest';
import { endLines, readEnds, startedLine, startingLine } from './start-note-text.ts';

test("consecutive crashes during a pod's start are counted", () => {
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

test('a truncated last line is skipped', () => {
  expect(readEnds(`${startingLine('a')}+b`)).toEqual(new Map([['a', 1]]));
  expect(readEnds('')).toEqual(new Map());
});
