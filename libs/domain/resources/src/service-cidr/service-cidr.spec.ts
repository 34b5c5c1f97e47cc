import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { serviceCidrKind } from './service-cidr.kind.ts';
import type { ServiceCIDR } from './service-cidr.ts';

const ranges = (...cidrs: string[]): ServiceCIDR => ({ metadata: { name: 'more' }, spec: { cidrs } });

test('ranges of both families are accepted and printed', () => {
  const { object, errors } = tryCreate(serviceCidrKind, ranges('10.200.0.0/16', '2001:db8::/112'));
  expect([errors, object.status]).toEqual([[], {}]);
  expect(rowOf(serviceCidrKind, object, 0)).toMatchObject({ Name: 'more', CIDRs: '10.200.0.0/16,2001:db8::/112' });
});

test.each<[string[], string[]]>([
  [[], ['spec.cidrs: Required value: at least one CIDR required']],
  [
    ['10.0.0.0/8', '::/64', '10.0.0.0/8'],
    ['spec.cidrs: Invalid value: {"CIDRs":["10.0.0.0/8","::/64","10.0.0.0/8"]}: may only hold up to 2 values'],
  ],
  [['10.0.0.0'], ['spec.cidrs[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
  [['10.0.0.0/08'], ['spec.cidrs[0]: Invalid value: "10.0.0.0/08": must not have leading 0s in IP or prefix length']],
  [['010.0.0.0/8'], ['spec.cidrs[0]: Invalid value: "010.0.0.0/8": must not have leading 0s in IP or prefix length']],
  [['::ffff:10.0.0.0/104'], ['spec.cidrs[0]: Invalid value: "::ffff:10.0.0.0/104": must not have an IPv4-mapped IPv6 address']],
  [['10.0.0.1/8'], ['spec.cidrs[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length']],
  [['2001:DB8::/64'], ['spec.cidrs[0]: Invalid value: "2001:DB8::/64": must be in canonical form ("2001:db8::/64")']],
  [
    ['10.0.0.0/8', '11.0.0.0/8'],
    [
      'spec.cidrs: Invalid value: ["10.0.0.0/8","11.0.0.0/8"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
    ],
  ],
])('the ranges %j are refused', (cidrs, expected) => {
  expect(tryCreate(serviceCidrKind, ranges(...cidrs)).errors).toEqual(expected);
});

test('a write of a range may include its status; a status update keeps metadata of users', () => {
  const status = { conditions: [] };
  expect(tryCreate(serviceCidrKind, { ...ranges('10.0.0.0/8'), status }).object.status).toEqual(status);
  const stored = build({ ...ranges('10.0.0.0/8'), metadata: { name: 'more', labels: { a: 'b' } } });
  const draft = { ...stored, metadata: { ...stored.metadata, labels: {}, finalizers: ['example.com/x'] }, spec: {}, status };
  serviceCidrKind.status?.prepareForUpdate(draft, stored, { now: 0, subresource: 'status', user: 'admin' });
  expect(draft).toEqual({ ...stored, status });
});

test.each<[string[], string[], string[]]>([
  [['10.0.0.0/8'], ['10.0.0.0/8', '2001:db8::/112'], []],
  [['10.0.0.0/8'], ['10.0.0.0/16'], ['spec.cidrs[0]: Invalid value: "10.0.0.0/16": field is immutable']],
  [['10.0.0.0/8'], ['11.0.0.0/8', '::/64'], ['spec.cidrs[0]: Invalid value: "11.0.0.0/8": field is immutable']],
  [['10.0.0.0/8', '::/64'], ['10.0.0.0/8'], ['spec.cidrs: Invalid value: ["10.0.0.0/8"]: field is immutable']],
])('%j becoming %j: %j', (before, after, expected) => {
  const { errors } = tryUpdate(serviceCidrKind, build(ranges(...before)), (draft) => {
    draft.spec = { cidrs: after };
  });
  expect(errors).toEqual(expected);
});
