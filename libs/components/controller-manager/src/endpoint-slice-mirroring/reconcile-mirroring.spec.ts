import type { PlannedAction } from '@klockwork/controller-runtime';
import type { EndpointSlice, Endpoints, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type MirrorView, reconcileMirroring } from './reconcile-mirroring.ts';

const service: Service = {
  metadata: { namespace: 'shop', name: 'db', uid: 's' },
  spec: { clusterIP: '10.96.0.30', ports: [{ port: 5432 }] },
};
const endpoints = (subsets: Endpoints['subsets'], metadata: Endpoints['metadata'] = {}): Endpoints => ({
  metadata: { namespace: 'shop', name: 'db', uid: 'e', ...metadata },
  subsets: subsets ?? [],
});
const PORTS = [{ port: 5432, protocol: 'TCP' }];
const one = endpoints([
  { addresses: [{ ip: '192.0.2.1' }], notReadyAddresses: [{ ip: '192.0.2.2', hostname: 'b', nodeName: 'n' }], ports: PORTS },
]);
const actions = (view: Partial<MirrorView>) =>
  reconcileMirroring({ endpoints: one, service, slices: [], ...view }).stages.flat() as PlannedAction[];
const mirror = (view: Partial<MirrorView> = {}): EndpointSlice[] =>
  actions(view).flatMap((action) => (action.type === 'create' || action.type === 'update' ? [action.object as EndpointSlice] : []));
const stored = (slice: EndpointSlice | undefined) => ({ ...slice, metadata: { ...slice?.metadata, name: 'db-abcde' } }) as EndpointSlice;

test('user-created Endpoints of a Service without a selector are mirrored into a slice', () => {
  const annotations = {
    note: 'a',
    'endpoints.kubernetes.io/last-change-trigger-time': 'x',
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
  };
  expect(mirror({ endpoints: endpoints(one.subsets, { labels: { tier: 'db' }, annotations }) })).toEqual([
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        namespace: 'shop',
        generateName: 'db-',
        labels: {
          tier: 'db',
          'kubernetes.io/service-name': 'db',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        annotations: { note: 'a' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Endpoints', name: 'db', uid: 'e', controller: true, blockOwnerDeletion: true }],
      },
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['192.0.2.1'], conditions: { ready: true } },
        { addresses: ['192.0.2.2'], conditions: { ready: false }, hostname: 'b', nodeName: 'n' },
      ],
      ports: [{ name: '', port: 5432, protocol: 'TCP' }],
    },
  ]);
});

test('addresses of another family, and with other ports, are in slices of their own', () => {
  const mixed = endpoints([
    { addresses: [{ ip: '192.0.2.1' }, { ip: '2001:db8::1' }], ports: PORTS },
    { addresses: [{ ip: '192.0.2.9' }], ports: [{ port: 1, protocol: 'UDP' }] },
  ]);
  const told = mirror({ endpoints: mixed }).map((slice) => [
    slice.addressType,
    slice.ports?.[0]?.port,
    slice.endpoints.flatMap(({ addresses }) => addresses),
  ]);
  expect(told).toEqual([
    ['IPv4', 5432, ['192.0.2.1']],
    ['IPv6', 5432, ['2001:db8::1']],
    ['IPv4', 1, ['192.0.2.9']],
  ]);
});

test('a correct slice is unchanged, a changed one is written, an obsolete one is deleted', () => {
  const slices = [stored(mirror()[0])];
  expect(actions({ slices })).toEqual([]);
  const [update] = actions({ slices, endpoints: endpoints([{ addresses: [{ ip: '192.0.2.7' }], ports: PORTS }]) });
  expect(update).toMatchObject({ type: 'update', object: { metadata: { name: 'db-abcde' }, endpoints: [{ addresses: ['192.0.2.7'] }] } });
  expect(actions({ slices, endpoints: endpoints([]) })).toMatchObject([{ type: 'delete', name: { namespace: 'shop', name: 'db-abcde' } }]);
});

test.each<[string, Partial<MirrorView>]>([
  ['the Endpoints are gone', { endpoints: undefined }],
  ['the Service is gone', { service: undefined }],
  ['the Service selects pods', { service: { ...service, spec: { ...service.spec, selector: { app: 'db' } } } }],
  [
    'the Endpoints have the skip-mirror label',
    { endpoints: endpoints(one.subsets, { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }) },
  ],
  [
    'the Endpoints are a lock',
    { endpoints: endpoints(one.subsets, { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }) },
  ],
])('Endpoints are not mirrored when %s', (_, view) => {
  expect(actions(view)).toEqual([]);
  expect(actions({ ...view, slices: [stored(mirror()[0])] })).toMatchObject([{ type: 'delete' }]);
});

test('a thousand addresses of a subset are mirrored, and an Event reports the rest', () => {
  const addresses = Array.from({ length: 1003 }, (_, index) => ({ ip: `192.0.${index >> 8}.${index & 255}` }));
  const view = { endpoints: endpoints([{ addresses }]) };
  expect(mirror(view)[0]?.endpoints).toHaveLength(1000);
  expect(actions(view)[1]).toMatchObject({
    type: 'record',
    reason: 'TooManyAddressesToMirror',
    message: 'A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. 3 addresses were skipped',
  });
});
