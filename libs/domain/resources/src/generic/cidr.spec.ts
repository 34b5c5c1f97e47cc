import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBits, addressText, isMapped, networkOf, parseCidr, strictSubset } from './cidr.ts';

test.each([
  ['10.1.2.3/16', '10.1.0.0'],
  ['010.1.2.3/32', '10.1.2.3'],
  ['10.1.2.3/016', '10.1.0.0'],
  ['0.0.0.0/0', '0.0.0.0'],
  ['2001:db8:1:2::3/48', '2001:db8:1::'],
  ['::/0', '::'],
])('the network of %s begins at %s', (text, first) => {
  const cidr = parseCidr(text);
  expect(cidr && addressText(networkOf(cidr), cidr.width)).toBe(first);
});

test.each(['', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/+8', '::/129', 'web/8', '10.0.0.0/8/8'])('%j is no network', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ['10.0.1.0/24', '10.0.0.0/16', true],
  ['10.0.0.0/16', '10.0.0.0/16', false],
  ['10.1.0.0/24', '10.0.0.0/16', false],
  ['::/96', '0.0.0.0/0', false],
])('%s within %s: %s', (inner, outer, is) => {
  const [a, b] = [parseCidr(inner), parseCidr(outer)];
  expect(a && b && strictSubset(a, b)).toBe(is);
});

test.each([
  ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
])('%s is %s in its canonical form', (address, canonical) => {
  expect(addressText(addressBits(address), 128)).toBe(canonical);
});

test('a canonical address parses to the same bits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (bits) => {
      const text = addressText(bits, 128);
      expect(isMapped(text)).toBe(false);
      expect(addressBits(text)).toBe(bits);
    }),
  );
});
