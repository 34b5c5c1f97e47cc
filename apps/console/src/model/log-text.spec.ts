import { expect, test } from 'vitest';
import { LOG_LINES_MAX, NO_TEXT, withText } from './log-text.ts';

const linesOf = (text: typeof NO_TEXT) => text.lines.map(({ container, time, text: line }) => `${container} ${time.slice(11, 19)} ${line}`);
const stamp = (second: number) => `2026-01-01T00:00:0${second}.5Z`;

test('lines arrive in parts, and lose their escapes', () => {
  const begun = withText(NO_TEXT, 'main', `${stamp(1)} one\n${stamp(2)} \u001b[31mt`);
  const whole = withText(begun, 'main', 'wo\u001b[0m\n');
  expect([linesOf(begun), linesOf(whole)]).toEqual([['main 00:00:01 one'], ['main 00:00:01 one', 'main 00:00:02 two']]);
});

test('lines of containers stand in the order of their times', () => {
  const main = withText(NO_TEXT, 'main', `${stamp(1)} a\n${stamp(3)} c\n`);
  expect(linesOf(withText(main, 'side', `${stamp(2)} b\n`))).toEqual(['main 00:00:01 a', 'side 00:00:02 b', 'main 00:00:03 c']);
});

test('a colour goes on in the next line of the same container', () => {
  const text = withText(withText(NO_TEXT, 'main', `${stamp(1)} \u001b[32mgreen\n`), 'side', `${stamp(2)} plain\n`);
  const { lines } = withText(text, 'main', `${stamp(3)} still\n`);
  expect(lines.map(({ style }) => style)).toEqual([{}, {}, { colour: 2 }]);
});

test('old lines are dropped, and numbers stay', () => {
  const { lines, count } = withText(NO_TEXT, 'main', `${stamp(1)} x\n`.repeat(LOG_LINES_MAX + 3));
  expect([lines.length, lines[0]?.number, count]).toEqual([LOG_LINES_MAX, 3, LOG_LINES_MAX + 3]);
});
