import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

test('a decoded encoding equals the text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decodeUtf8(encodeUtf8(text)) === text));
});

test.each([
  ['a', [0x61]],
  ['é', [0xc3, 0xa9]],
  ['€', [0xe2, 0x82, 0xac]],
  ['😀', [0xf0, 0x9f, 0x98, 0x80]],
  ['\ud83d!', [0xef, 0xbf, 0xbd, 0x21]],
])('%j has the expected bytes', (text, bytes) => {
  expect([...encodeUtf8(text)]).toEqual(bytes);
});
