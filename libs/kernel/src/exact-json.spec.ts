import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactInteger, holdsLongDigits, parseJson } from './exact-json.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('every integer of 64 bits survives reading and writing', () => {
  fc.assert(
    fc.property(int64, fc.string(), (integer, text) => {
      // A key that is neither the other one nor an index: what is written is what was read, to the letter.
      const json = `{"a":[${integer}],${JSON.stringify(`k${text}`)}:{"b":${integer}}}`;
      expect(JSON.stringify(parseJson(json))).toBe(json);
    }),
  );
});

test('integers that a number holds are numbers, others are bigints', () => {
  expect(parseJson('[9007199254740991,9007199254740992,-9007199254740993,-9223372036854775808]')).toEqual([
    9007199254740991,
    9007199254740992n,
    -9007199254740993n,
    -9223372036854775808n,
  ]);
});

test('what does not fit 64 bits, and what is no integer, is a number as ever', () => {
  expect(parseJson('[9223372036854775808,1234567890123456.5,1e300]')).toEqual([2 ** 63, 1234567890123456.5, 1e300]);
});

test('digits in a text and keys of odd names are left alone', () => {
  const json = '{"__proto__":9007199254740993,"constructor":"12345678901234567890"}';
  expect(JSON.stringify(parseJson(json))).toBe(json);
});

test('a run of sixteen digits is found wherever it begins', () => {
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
