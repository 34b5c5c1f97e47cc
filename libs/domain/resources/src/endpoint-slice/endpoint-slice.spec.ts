import { describe, expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { endpointSliceKind } from './endpoint-slice.kind.ts';
import type { EndpointSlice } from './endpoint-slice.ts';

const META = { name: 'web-abcde', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } };
const slice = (part: Partial<EndpointSlice> = {}): EndpointSlice => ({
  metadata: META,
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.244.1.2'], conditions: { ready: true } }],
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  ...part,
});

describe('a slice is refused', () => {
  test.each<[string, object, string[]]>([
    ['without an address type', { addressType: '' }, ['addressType: Required value']],
    ['of an unknown type', { addressType: 'IP' }, ['addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"']],
    ['with an endpoint without address', { endpoints: [{}] }, ['endpoints[0].addresses: Required value: must contain at least 1 address']],
    [
      'with an invalid IPv4 address',
      { endpoints: [{ addresses: ['web', '127.0.0.1', 'fd00::1'] }] },
      [
        'endpoints[0].addresses[0]: Invalid value: "web": must be a valid IPv4 address',
        'endpoints[0].addresses[0]: Invalid value: "web": must be a valid IP address',
        'endpoints[0].addresses[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
        'endpoints[0].addresses[2]: Invalid value: "fd00::1": must be a valid IPv4 address',
      ],
    ],
    [
      'with a domain of one label',
      { addressType: 'FQDN', endpoints: [{ addresses: ['web', 'example.com.'] }] },
      ['endpoints[0].addresses[0]: Invalid value: "web": should be a domain with at least two segments separated by dots'],
    ],
    [
      'with a bad host name',
      { endpoints: [{ addresses: ['10.0.0.1'], hostname: 'a.b' }] },
      ['endpoints[0].hostname: Invalid value: "a.b": must not contain dots'],
    ],
    [
      'with duplicate hints',
      { endpoints: [{ addresses: ['10.0.0.1'], hints: { forZones: [{ name: 'a' }, { name: 'a' }] } }] },
      ['endpoints[0].hints.forZones[1].name: Duplicate value: "a"'],
    ],
    [
      'with duplicate port names and unknown protocols',
      { ports: [{ port: 1 }, { port: 2, protocol: 'HTTP' }] },
      ['ports[1].name: Duplicate value: ""', 'ports[1].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      'with too many endpoints',
      { endpoints: Array.from({ length: 1001 }, () => ({ addresses: ['10.0.0.1'] })) },
      ['endpoints: Too many: 1001: must have at most 1000 items'],
    ],
  ])('a slice %s is refused', (_, part, expected) => {
    expect(tryCreate(endpointSliceKind, slice(part)).errors).toEqual(expected);
  });

  test('a slice with another address type is refused', () => {
    const { errors } = tryUpdate(endpointSliceKind, build(slice()), (draft) => {
      draft.addressType = 'IPv6';
      draft.endpoints = [];
    });
    expect(errors).toEqual(['addressType: Invalid value: "IPv6": field is immutable']);
  });
});

test('ports get a protocol and an empty name, and old topology is dropped', () => {
  const endpoints = [{ addresses: ['10.0.0.1'], deprecatedTopology: { zone: 'a' } }];
  const { object } = tryCreate(endpointSliceKind, slice({ ports: [{ port: 80 }], endpoints }));
  expect(object).toMatchObject({ metadata: { generation: 1 }, ports: [{ name: '', protocol: 'TCP', port: 80 }] });
  expect(object.endpoints).toEqual([{ addresses: ['10.0.0.1'], conditions: {} }]);
});

test('kubectl prints three ports and endpoints, and the number of others', () => {
  const many = Array.from({ length: 5 }, (_, index) => ({ addresses: [`10.0.0.${index + 1}`] }));
  expect(rowOf(endpointSliceKind, slice({ endpoints: many }), 0)).toMatchObject({
    Name: 'web-abcde',
    AddressType: 'IPv4',
    Ports: '8080',
    Endpoints: '10.0.0.1,10.0.0.2,10.0.0.3 + 2 more...',
  });
  expect(rowOf(endpointSliceKind, slice({ endpoints: [], ports: [] }), 0)).toMatchObject({ Ports: '<unset>', Endpoints: '<unset>' });
});

test('the log names ready and removed addresses', () => {
  const event = (next: Partial<EndpointSlice>) =>
    endpointSliceKind.event({ verb: 'update', subresource: '', previous: slice(), next: slice(next) });
  const endpoints = [{ addresses: ['10.244.1.2'], conditions: { ready: false } }, { addresses: ['10.244.1.3'] }];
  expect(event({ endpoints })).toEqual({ type: 'EndpointsChanged', data: { service: 'web', ready: ['10.244.1.3'], gone: ['10.244.1.2'] } });
  expect(event({ ports: [] })).toEqual({ type: 'EndpointSliceUpdated', data: { changed: ['ports'] } });
});

test('nonstandard addresses cause a warning, except from controllers', () => {
  const odd = slice({ endpoints: [{ addresses: ['010.0.0.1'] }] });
  const own = { ...odd, metadata: { ...META, labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' } } };
  const warning =
    'endpoints[0].addresses[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"';
  expect([tryCreate(endpointSliceKind, odd).warnings, tryCreate(endpointSliceKind, own).warnings]).toEqual([[warning], []]);
});
