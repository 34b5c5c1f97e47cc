import { deepFreeze } from '@klockwork/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonBytes } from './json-bytes.ts';

const utf8Bytes = (text: string) => unescape(encodeURIComponent(text)).length;

test('jsonBytes equals the UTF-8 length of the JSON text, for any value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(jsonBytes(value)).toBe(utf8Bytes(JSON.stringify(value)));
    }),
  );
});

test('jsonBytes counts escapes, lone surrogates and absent fields like JSON', () => {
  const value = { text: '"\\\b\t\n\f\r\u0001\u007f\u00e9\u20ac\ud83d\ude00\ud800', absent: undefined, nested: [[], {}, null] };
  expect(jsonBytes(value)).toBe(utf8Bytes(JSON.stringify(value)));
});

test('jsonBytes returns the same result for a frozen value again', () => {
  const value = deepFreeze({ items: [{ text: 'x'.repeat(400) }] });
  expect([jsonBytes(value), jsonBytes(value)]).toEqual([423, 423]);
});
