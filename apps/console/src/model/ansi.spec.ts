import { expect, test } from 'vitest';
import { ansiPieces, withoutEscapes } from './ansi.ts';

const ESC = '\u001b';
const piecesOf = (line: string) => ansiPieces(line).pieces.map(({ text, style }) => [text, style]);

test('colours become styles, and reset ends them', () => {
  expect(piecesOf(`a ${ESC}[1;31mred${ESC}[0m b`)).toEqual([
    ['a ', {}],
    ['red', { isBold: true, colour: 1 }],
    [' b', {}],
  ]);
});

test('a style goes on in the next line', () => {
  const { style } = ansiPieces(`${ESC}[92mgreen`);
  expect(ansiPieces('still', style).pieces).toEqual([{ text: 'still', style: { colour: 10 } }]);
});

test.each([
  [`${ESC}[38;5;9mx`, { colour: 9 }],
  [`${ESC}[38;5;196mx`, { colour: 9 }],
  [`${ESC}[48;2;0;0;128mx`, { back: 4 }],
  [`${ESC}[31;44m${ESC}[39mx`, { back: 4 }],
  [`${ESC}[31;44m${ESC}[49mx`, { colour: 1 }],
  [`${ESC}[1;4m${ESC}[22;24mx`, { isBold: false, isUnderlined: false }],
])('%j has the style %j', (line, style) => {
  expect(piecesOf(line)).toEqual([['x', style]]);
});

test.each([
  ['the clipboard', `${ESC}]52;c;aGk=\u0007x`],
  ['a title', `${ESC}]0;title${ESC}\\x`],
  ['a link', `${ESC}]8;;https://a.example${ESC}\\x${ESC}]8;;${ESC}\\`],
  ['moves of the cursor', `${ESC}[2J${ESC}[10;5Hx${ESC}[?25l`],
  ['bells and returns', '\u0007\b\rx'],
  ['an escape that is cut', `x${ESC}`],
])('%s is dropped', (_, line) => {
  expect([withoutEscapes(line), piecesOf(line)]).toEqual(['x', [['x', {}]]]);
});
