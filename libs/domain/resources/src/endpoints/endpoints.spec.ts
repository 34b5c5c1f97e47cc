import { expect, test } from 'vitest';
import { rowOf, tryCreate } from '../testing/index.ts';
import { endpointsKind } from './endpoints.kind.ts';
import type { Endpoints } from './endpoints.ts';

const META = { name: 'web', namespace: 'default' };
const endpoints = (subsets: Endpoints['subsets']): Endpoints => ({ metadata: META, subsets: subsets ?? [] });

test.each<[string, Endpoints['subsets'], string[]]>([
  ['nobody', [{}], ['subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`']],
  [
    'bad addresses',
    [{ addresses: [{ ip: 'web' }], notReadyAddresses: [{ ip: '169.254.1.1' }] }],
    [
      'subsets[0].addresses[0].ip: Invalid value: "web": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'subsets[0].addresses[0].ip: Invalid value: "web": must be a valid IP address',
      'subsets[0].notReadyAddresses[0].ip: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    ],
  ],
  [
    'several ports of which one has no name',
    [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 0 }, { name: 'b', port: 80 }] }],
    ['subsets[0].ports[0].name: Required value', 'subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
])('Endpoints are refused that name %s', (_, subsets, expected) => {
  expect(tryCreate(endpointsKind, endpoints(subsets)).errors).toEqual(expected);
});

test.each<[string, Endpoints['subsets'], string]>([
  ['nobody', [], '<none>'],
  ['only those that are not ready', [{ notReadyAddresses: [{ ip: '10.0.0.1' }] }], ''],
  [
    'ready addresses with their ports',
    [{ addresses: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], ports: [{ port: 80 }] }],
    '10.0.0.1:80,[fd00::1]:80',
  ],
  ['addresses alone where there are no ports', [{ addresses: [{ ip: '10.0.0.1' }] }], '10.0.0.1'],
  [
    'the first three',
    [
      {
        addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }],
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
      },
    ],
    '10.0.0.1:1,10.0.0.2:1,10.0.0.1:2 + 1 more...',
  ],
])('kubectl shows of Endpoints %s', (_, subsets, cell) => {
  expect(rowOf(endpointsKind, endpoints(subsets), 0).Endpoints).toBe(cell);
});

test('ports use TCP by default', () => {
  const { object } = tryCreate(endpointsKind, endpoints([{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }]));
  expect(object.subsets).toEqual([{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80, protocol: 'TCP' }] }]);
});

test('nonstandard addresses cause a warning, except from the controller', () => {
  const metadata = { name: 'web', namespace: 'default' };
  const odd = { metadata, subsets: [{ addresses: [{ ip: '10.0.0.1' }], notReadyAddresses: [{ ip: '010.0.0.2' }], ports: [{ port: 80 }] }] };
  const own = { ...odd, metadata: { ...metadata, labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } } };
  const warning =
    'subsets[0].notReadyAddresses[0].ip: non-standard IP address "010.0.0.2" will be considered invalid in a future Kubernetes release: use "10.0.0.2"';
  expect([tryCreate(endpointsKind, odd).warnings, tryCreate(endpointsKind, own).warnings]).toEqual([[warning], []]);
});
