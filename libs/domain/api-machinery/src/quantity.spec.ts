import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addQuantity,
  asMilli,
  asNumber,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  subQuantity,
} from './quantity.ts';

test.each([
  ['0', '0'],
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['100Mi', '100Mi'],
  ['512', '512'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['0.1m', '100u'],
  ['0.1n', '1n'],
  ['1e3', '1e3'],
  ['1000e3', '1e6'],
  ['12E2', '1200'],
  ['1E', '1E'],
  ['0.1Ki', '102400m'],
  ['1.1Ki', '1126400m'],
  ['-1.5', '-1500m'],
  ['+5', '+5'],
  ['01', '01'],
  ['1.500', '1.500'],
  ['1.000', '1'],
  ['.5', '500m'],
  ['16Ei', '9223372036854775807'],
  ['0Mi', '0'],
  ['123456789012345678901', '123456789012345678901'],
])('%s is stored as %s', (text, canonical) => {
  expect(canonicalQuantity(text)).toBe(canonical);
});

test('numbers parse like their text', () => {
  expect([canonicalQuantity(1), canonicalQuantity(0.25), canonicalQuantity(2_000)]).toEqual(['1', '250m', '2k']);
});

test("invalid quantities have upstream's errors", () => {
  const regex = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  for (const text of ['', 'abc', '1.2.3', '1KiB', '1 Gi', '1x', '1'.repeat(2_000)]) expect(() => parseQuantity(text), text).toThrow(regex);
  for (const text of ['1KK', '1mi', '1e', '1Kim', '1e99999999'])
    expect(() => parseQuantity(text), text).toThrow("unable to parse quantity's suffix");
});

test('amounts are counted up to whole units and thousandths', () => {
  expect([asMilli('0.1'), asMilli('2'), asMilli('100u'), asMilli('-100u')]).toEqual([100, 2_000, 1, -1]);
  expect([asNumber('1Gi'), asNumber('100m'), asNumber('1.5k')]).toEqual([1_073_741_824, 1, 1_500]);
});

test('a sum has the format of its first nonzero amount', () => {
  expect(formatQuantity(addQuantity('1Gi', '512M'))).toBe('1548576Ki');
  expect(formatQuantity(addQuantity('0', '1Gi'))).toBe('1Gi');
  expect(formatQuantity(addQuantity('100m', '1'))).toBe('1100m');
  expect(formatQuantity(subQuantity('2', '500m'))).toBe('1500m');
});

const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e2', 'E-3');
const quantity = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.option(fc.nat(999), { nil: undefined }), suffix)
  .map(([whole, fraction, unit]) => `${whole}${fraction === undefined ? '' : `.${fraction}`}${unit}`);

test('the canonical text means the same amount and is canonical', () => {
  fc.assert(
    fc.property(quantity, (text) => {
      const canonical = canonicalQuantity(text);
      expect(compareQuantity(canonical, text)).toBe(0);
      expect(canonicalQuantity(canonical)).toBe(canonical);
      expect(compareQuantity(formatQuantity(parseQuantity(text)), text)).toBe(0);
    }),
  );
});

test('addition and subtraction undo each other, and order agrees with subtraction', () => {
  fc.assert(
    fc.property(quantity, quantity, (a, b) => {
      expect(compareQuantity(subQuantity(addQuantity(a, b), b), a)).toBe(0);
      const difference = subQuantity(a, b).nanos;
      expect(compareQuantity(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );
});
