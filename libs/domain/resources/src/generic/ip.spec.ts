import { expect, test } from 'vitest';
import { cidrProblems, ipFamilyOf, ipv4Number, ipv4Text, specialIpProblems } from './ip.ts';

test('networks are validated by address and length', () => {
  const good = ['10.0.0.0/8', '0.0.0.0/0', '2001:db8::/64'];
  const bad = ['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '2001:db8::/129', '10.0.0.0/+8', '10.0.0.0/8/8'];
  expect([good, bad].map((list) => list.map((cidr) => cidrProblems(cidr).length))).toEqual([
    [0, 0, 0],
    [1, 1, 1, 1, 1, 1],
  ]);
});

test.each([
  ['db.example.com', ['must be a valid IP address']],
  ['0.0.0.0', ['may not be unspecified (0.0.0.0)']],
  ['::', ['may not be unspecified (::)']],
  ['::1', ['may not be in the loopback range (127.0.0.0/8, ::1/128)']],
  ['169.254.1.1', ['may not be in the link-local range (169.254.0.0/16, fe80::/10)']],
  ['fe80::1', ['may not be in the link-local range (169.254.0.0/16, fe80::/10)']],
  ['224.0.0.5', ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']],
  ['2001:db8::1', []],
  ['8.8.8.8', []],
])('%s as an external address: %j', (address, problems) => {
  expect(specialIpProblems(address)).toEqual(problems);
});

test('an IPv4 address survives a round trip as a number', () => {
  expect([ipv4Number('10.96.0.1'), ipv4Text(0x0a600001), ipv4Text(ipv4Number('255.255.255.255'))]).toEqual([
    0x0a600001,
    '10.96.0.1',
    '255.255.255.255',
  ]);
  expect([ipFamilyOf('10.0.0.1'), ipFamilyOf('::1')]).toEqual(['IPv4', 'IPv6']);
});
