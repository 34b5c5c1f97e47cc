import { expect, test } from 'vitest';
import { base64Length, decodeText, encodeText } from './base64.ts';

test.each([
  ['', ''],
  ['a', 'YQ=='],
  ['ab', 'YWI='],
  ['abc', 'YWJj'],
  ['grün €', 'Z3LDvG4g4oKs'],
  ['𝄞', '8J2Eng=='],
])('%j is %j in base64, and back', (text, encoded) => {
  expect(encodeText(text)).toBe(encoded);
  expect(decodeText(encoded)).toBe(text);
});

test('the length excludes padding', () => {
  expect(['', 'YQ==', 'YQ', 'YWI=', 'YWJj', 'YWJj\nYQ=='].map(base64Length)).toEqual([0, 1, 1, 2, 3, 4]);
});

test('bytes that are no UTF-8 become replacement characters', () => {
  expect(decodeText('/2H/')).toBe('\ufffda\ufffd');
});
