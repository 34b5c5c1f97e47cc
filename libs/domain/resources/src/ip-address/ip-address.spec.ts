import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { ipAddressKind } from './ip-address.kind.ts';
import type { IPAddress } from './ip-address.ts';

const PARENT = { resource: 'services', namespace: 'default', name: 'web' };

function anAddress(name: string, parentRef: object | undefined = PARENT): IPAddress {
  return { metadata: { name }, spec: { parentRef } } as IPAddress;
}

test.each<[string, string[]]>([
  ['10.96.0.1', []],
  ['2001:db8::1', []],
  ['web', ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
  ['010.96.0.1', ['must not have leading 0s']],
  ['::ffff:10.96.0.1', ['must not be an IPv4-mapped IPv6 address']],
  ['2001:DB8:0::1', ['must be in canonical form ("2001:db8::1")']],
])('the name %s: %j', (name, problems) => {
  const expected = problems.map((problem) => `metadata.name: Invalid value: "${name}": ${problem}`);
  expect(tryCreate(ipAddressKind, anAddress(name)).errors).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['that nobody has', { spec: {} }, ['spec.parentRef: Required value']],
  [
    'of nothing in particular',
    { spec: { parentRef: {} } },
    ['spec.parentRef.resource: Required value', 'spec.parentRef.name: Required value'],
  ],
  [
    'of what does not fit into a path',
    { spec: { parentRef: { resource: 'a/b', namespace: '..', name: 'c%' } } },
    [
      'spec.parentRef.resource: Invalid value: "a/b": may not contain \'/\'',
      'spec.parentRef.name: Invalid value: "c%": may not contain \'%\'',
      'spec.parentRef.namespace: Invalid value: "..": may not be \'..\'',
    ],
  ],
])('an address %s is refused', (_, part, expected) => {
  expect(tryCreate(ipAddressKind, { metadata: { name: '10.96.0.1' }, ...part }).errors).toEqual(expected);
});

test('the owner of an address is immutable', () => {
  const { errors } = tryUpdate(ipAddressKind, build(anAddress('10.96.0.1')), (draft) => {
    draft.spec = { parentRef: { ...PARENT, name: 'db' } };
  });
  expect(errors).toEqual(['spec.parentRef: Invalid value: {"resource":"services","namespace":"default","name":"db"}: field is immutable']);
});

test.each([
  [PARENT, 'services/default/web'],
  [{ group: 'gateway.networking.k8s.io', resource: 'gateways', name: 'g' }, 'gateways.gateway.networking.k8s.io/g'],
])('kubectl get ipaddresses prints %j as %s', (parent, text) => {
  expect(rowOf(ipAddressKind, anAddress('10.96.0.1', parent), 0)).toEqual({ Name: '10.96.0.1', ParentRef: text });
});
