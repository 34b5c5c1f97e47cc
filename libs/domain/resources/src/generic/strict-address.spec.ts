import { expect, test } from 'vitest';
import { interfaceAddressProblems } from './strict-address.ts';

test.each<[string, string[]]>([
  ['1.2.3.4/24', []],
  ['2001:4860:4860::1/48', []],
  ['::1/128', []],
  ['1.2.3.4', ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)']],
  ['192.168.0.0/+16', ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)']],
  ['2001:0:0:0::0BCD/64', ['must be in canonical form ("2001::bcd/64")']],
  ['1.1.01.002/24', ['must be in canonical form ("1.1.1.2/24")']],
  ['::ffff:1.1.1.1/24', ['must be in canonical form ("1.1.1.1/24")']],
  ['::ffff:1.1.1.1/120', ['must be in canonical form ("1.1.1.1/24")']],
  ['192.168.0.5/016', ['must be in canonical form ("192.168.0.5/16")']],
])('an interface address has a single valid form: %s', (text, problems) => {
  expect(interfaceAddressProblems(text)).toEqual(problems);
});
