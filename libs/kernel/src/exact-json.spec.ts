import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactInteger, holdsLongDigits, parseJson } from './exact-json.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('every 64-bit integer survives reading and writing', () => {
  fc.assert(
    fc.property(int64, fc.string(), (integer, text) => {
      // The key differs from the other one and is no index, so that the written text equals the read text.
      const json = `{"a":[${integer}],${JSON.stringify(`k${text}`)}:{"b":${integer}}}`;
      expect(JSON.stringify(parseJson(json))).toBe(json);
    }),
  );
});

test('exactly representable integers are numbers, others are bigints', () => {
  expect(parseJson('[9007199254740991,9007199254740992,-9007199254740993,-9223372036854775808]')).toEqual([
    9007199254740991,
    9007199254740992n,
    -9007199254740993n,
    -9223372036854775808n,
  ]);
});

test('integers beyond 64 bits and fractions are ordinary numbers', () => {
  expect(parseJson('[9223372036854775808,1234567890123456.5,1e300]')).toEqual([2 ** 63, 1234567890123456.5, 1e300]);
});

test('digits inside texts, and unusual keys, are unchanged', () => {
  const json = '{"__proto__":9007199254740993,"constructor":"12345678901234567890"}';
  expect(JSON.stringify(parseJson(json))).toBe(json);
});

test('a run of sixteen digits is detected at any position', () => {
  const digits = '1234567890123456';
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (before, after) => {
      expect(holdsLongDigits('x'.repeat(before) + digits + '.'.repeat(after))).toBe(true);
      expect(holdsLongDigits(`${'x'.repeat(before)}${digits.slice(1)}.${digits.slice(1)}${'x'.repeat(after)}`)).toBe(false);
    }),
  );
});

test.each([
  ['-0', 0],
  ['0', 0],
  ['1.0', undefined],
  ['1e3', undefined],
  ['9223372036854775807', 9223372036854775807n],
  ['9223372036854775808', undefined],
  ['0000000000000000000005', 5],
])('the integer %s is %s', (source, expected) => {
  expect(exactInteger(source)).toBe(expected);
});
