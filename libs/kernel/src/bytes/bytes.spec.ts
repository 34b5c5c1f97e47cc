import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { byteString, bytesOf, utf8 } from './byte-string.ts';
import { decodeUtf8, encodeUtf8, isLongerThan, utf8Length } from './utf8.ts';

const text = fc.string({ unit: 'binary', maxLength: 50 });
const REPLACEMENT = '\ufffd';

test.each([
  ['a', [0x61]],
  ['é', [0xc3, 0xa9]],
  ['€', [0xe2, 0x82, 0xac]],
  ['😀', [0xf0, 0x9f, 0x98, 0x80]],
  ['\ud83d!', [0xef, 0xbf, 0xbd, 0x21]],
  ['\ufeffa', [0xef, 0xbb, 0xbf, 0x61]],
])('%j is encoded as %j', (decoded, bytes) => {
  expect([[...encodeUtf8(decoded)], utf8.encode(decoded), utf8Length(decoded)]).toEqual([
    bytes,
    byteString(Uint8Array.from(bytes)),
    bytes.length,
  ]);
});

test('every text survives encoding and decoding', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect([decodeUtf8(encodeUtf8(value)), utf8.decode(utf8.encode(value))]).toEqual([value, value]);
      expect(utf8Length(value)).toBe(encodeUtf8(value).length);
    }),
  );
});

test.each([
  ['\xff', 1, 1],
  ['\xc0\x80', 2, 2],
  ['\xed\xa0\x80', 3, 3],
  ['\xe2\x82', 2, 1],
  ['\xf0\x9f\x98', 3, 1],
  ['\xf4\x90\x80\x80', 4, 4],
])('malformed bytes %j become %i replacements in Go and %i in the Encoding standard', (malformed, inGo, inStandard) => {
  const bytes = bytesOf(`a${malformed}\xc3\xa9`);
  expect(decodeUtf8(bytes)).toBe(`a${REPLACEMENT.repeat(inGo)}é`);
  expect(utf8.decode(byteString(bytes))).toBe(`a${REPLACEMENT.repeat(inStandard)}é`);
});

test('decoding malformed bytes equals decoding their prefixes one by one', () => {
  const next = (bytes: Uint8Array): string => {
    for (let length = 1; length <= 4 && length <= bytes.length; length++) {
      const decoded = utf8.decode(byteString(bytes.subarray(0, length)));
      if (!decoded.includes(REPLACEMENT)) return decoded;
    }
    return REPLACEMENT;
  };
  const valid = fc.constantFrom(...['a', 'é', '€', '😀'].map((char) => [...encodeUtf8(char)]));
  const odd = fc.constantFrom(0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xff).map((byte) => [byte]);
  fc.assert(
    fc.property(fc.array(fc.oneof(valid, odd), { maxLength: 12 }), (parts) => {
      const bytes = Uint8Array.from(parts.flat());
      let expected = '';
      for (let at = 0; at < bytes.length; ) {
        const char = next(bytes.subarray(at));
        expected += char;
        at += char === REPLACEMENT ? 1 : encodeUtf8(char).length;
      }
      expect(decodeUtf8(bytes)).toBe(expected);
    }),
  );
});

test('the limit of a text counts bytes', () => {
  expect([isLongerThan('aaaa', 3), isLongerThan('aaa', 3), isLongerThan('éé', 3), isLongerThan('€', 3)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('byte strings and bytes convert into each other, also long ones', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  expect(bytesOf(byteString(bytes))).toEqual(bytes);
});

test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['\xfb\xff', '+/8='],
])('bytes %j are %j in base64, as in RFC 4648', (bytes, encoded) => {
  expect([encodeBase64(bytesOf(bytes)), byteString(decodeBase64(encoded))]).toEqual([encoded, bytes]);
});

test('all bytes survive base64, with and without padding', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const encoded = encodeBase64(bytes);
      expect([decodeBase64(encoded), decodeBase64(encoded.replaceAll('=', ''))]).toEqual([bytes, bytes]);
    }),
  );
});

test.each([
  ['YW\nJj', 'abc'],
  ['YQ==YQ==', 'a\x06\x10'],
  ['YWJjY', 'abc'],
  ['Y', ''],
])('base64 %j is decoded as %j', (encoded, bytes) => {
  expect(byteString(decodeBase64(encoded))).toBe(bytes);
});
