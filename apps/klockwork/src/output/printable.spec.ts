import { expect, test } from 'vitest';
import { printable, printableJson, printableLines } from './printable.ts';

test.each([
  ['\u001b[31mRED\nFAKE-LINE 99999 NodeBecameReady', '\\x1b[31mRED\\nFAKE-LINE 99999 NodeBecameReady'],
  ['kubectl\u009b31m', 'kubectl\\u009b31m'],
  ['a\u0000b\u0007c\u007f\r\t', 'a\\x00b\\ac\\x7f\\r\\t'],
  ['abc\u202efdp.exe\u2066', 'abc\\u202efdp.exe\\u2066'],
  ['one\u2028two\u2029\u0085', 'one\\u2028two\\u2029\\u0085'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['half \ud800 tag \u{e0041}', 'half \\ud800 tag \\U000e0041'],
  ['äöü 東京 🚀 \\n', 'äöü 東京 🚀 \\n'],
])('%j is printed as one line that a terminal does not obey', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('every string of a value is escaped, keys included', () => {
  expect(printable({ a: ['\u001b', 1, null, true, undefined], '\u009b': { b: '\n' } })).toEqual({
    a: ['\\x1b', 1, null, true, undefined],
    '\\u009b': { b: '\\n' },
  });
});

test('lines stay lines', () => {
  expect(printableLines('one\u001b[2J\ntwo\r')).toBe('one\\x1b[2J\ntwo\\r');
});

test('JSON is escaped as JSON, and means the same', () => {
  const value = { '\u009bkey': '\u001b\u007f\u009b31m\u202e\u2028\u{e0041}ä🚀' };
  const shown = printableJson(JSON.stringify(value));
  expect(shown).toBe('{"\\u009bkey":"\\u001b\\u007f\\u009b31m\\u202e\\u2028\\udb40\\udc41ä🚀"}');
  expect(JSON.parse(shown)).toEqual(value);
});
