import type { PlannedAction } from '@klockwork/controller-runtime';
import type { EndpointSlice, Node, Pod, Service } from '@klockwork/resources';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EndpointSlicesView, reconcileEndpointSlices } from './reconcile-endpoint-slices.ts';

const node = (name: string, zone?: string): Node => ({ metadata: { name, labels: zone ? { 'topology.kubernetes.io/zone': zone } : {} } });
const service = (spec: Service['spec'] = {}, labels: Record<string, string> = {}): Service => ({
  metadata: { namespace: 'shop', name: 'web', uid: 'svc', labels },
  spec: { clusterIP: '10.96.0.20', ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }], selector: { app: 'web' }, ...spec },
});
const pod = (number: number, { ready = true, spec = {}, metadata = {}, ip = `10.244.1.${number}` } = {}): Pod => ({
  metadata: { namespace: 'shop', name: `web-${number}`, uid: `p${number}`, ...metadata },
  spec: {
    containers: [{ name: 'web', ports: [{ name: 'http', containerPort: 8000 + number, protocol: 'TCP' }] }],
    nodeName: 'node-1',
    ...spec,
  },
  status: { phase: 'Running', podIP: ip, podIPs: ip ? [{ ip }] : [], conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const plan = (view: Partial<EndpointSlicesView>) =>
  reconcileEndpointSlices({ service: service(), pods: [], slices: [], node: (name) => node(name), ...view });
const actions = (view: Partial<EndpointSlicesView>): PlannedAction[] => plan(view).stages.flat() as PlannedAction[];
const written = (view: Partial<EndpointSlicesView>): EndpointSlice[] =>
  actions(view).flatMap((action) => (action.type === 'create' || action.type === 'update' ? [action.object as EndpointSlice] : []));
const stored = (slice: EndpointSlice | undefined, name: string): EndpointSlice => ({
  ...(slice as EndpointSlice),
  metadata: { ...slice?.metadata, name, resourceVersion: '7' },
});
const address = (number: number) => `10.244.1.${number}`;
const names = (slices: readonly EndpointSlice[]) => slices.map(({ endpoints }) => endpoints.map(({ targetRef }) => targetRef?.name));

test('endpoints of a Service have addresses, conditions, node, zone and references of its pods', () => {
  const [made] = written({ pods: [pod(1)], node: (name) => node(name, 'zone-a'), triggerTime: '2026-01-01T00:00:05Z' });
  expect(made).toEqual({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace: 'shop',
      generateName: 'web-',
      labels: { 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'svc', controller: true, blockOwnerDeletion: true }],
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:05Z' },
    },
    addressType: 'IPv4',
    endpoints: [
      {
        addresses: [address(1)],
        conditions: { ready: true, serving: true, terminating: false },
        targetRef: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'p1' },
        nodeName: 'node-1',
        zone: 'zone-a',
      },
    ],
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  });
});

const ending = { deletionTimestamp: '2026-01-01T00:00:00Z' };
test.each<[string, Pod, Service, object | undefined]>([
  ['that is unready has an unready endpoint', pod(1, { ready: false }), service(), { ready: false, serving: false, terminating: false }],
  ['that ends still serves, and is not ready', pod(1, { metadata: ending }), service(), { ready: false, serving: true, terminating: true }],
  [
    'of a Service with publishNotReadyAddresses is always ready',
    pod(1, { ready: false, metadata: ending }),
    service({ publishNotReadyAddresses: true }),
    { ready: true, serving: false, terminating: true },
  ],
  ['without an address has no endpoint', pod(1, { ip: '' }), service(), undefined],
  ['that has ended has no endpoint', { ...pod(1), status: { ...pod(1).status, phase: 'Succeeded' } }, service(), undefined],
])('a pod %s', (_, one, of, conditions) => {
  const endpoints = written({ pods: [one], service: of }).flatMap((slice) => slice.endpoints);
  expect(endpoints.map((endpoint) => endpoint.conditions)).toEqual(conditions === undefined ? [] : [conditions]);
});

test('a pod of a deleted node has no endpoint, except with publishNotReadyAddresses', () => {
  const gone = { pods: [pod(1)], node: () => undefined };
  expect(names(written(gone))).toEqual([[]]);
  expect(names(written({ ...gone, service: service({ publishNotReadyAddresses: true }) }))).toEqual([['web-1']]);
});

test('ports by name are those of each pod, and pods with other ports are in a slice of their own', () => {
  const ports = [{ name: 'web', port: 80, targetPort: 'http', protocol: 'TCP' }];
  const sidecar = pod(3, {
    spec: { containers: [], initContainers: [{ name: 's', restartPolicy: 'Always', ports: [{ name: 'http', containerPort: 9000 }] }] },
  });
  const nameless = pod(4, { spec: { containers: [] } });
  const slices = written({ service: service({ ports }), pods: [pod(1), pod(2), sidecar, nameless] });
  expect(slices.map((slice) => [slice.ports?.map(({ name, port }) => `${name}:${port}`), names([slice])[0]])).toEqual([
    [['web:8001'], ['web-1']],
    [['web:8002'], ['web-2']],
    [['web:9000'], ['web-3']],
    [[], ['web-4']],
  ]);
});

test('slices of a headless Service have a label, and their endpoints have host names', () => {
  const headless = service({ clusterIP: 'None', ports: [] }, { tier: 'db' });
  const [made] = written({ service: headless, pods: [pod(1, { spec: { nodeName: 'node-1', hostname: 'db-0', subdomain: 'web' } })] });
  expect(made?.metadata?.labels).toEqual({
    tier: 'db',
    'service.kubernetes.io/headless': '',
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  });
  expect([made?.ports, made?.endpoints[0]?.hostname]).toEqual([[], 'db-0']);
});

test('a Service without ready pods has one empty slice, filled by its first pod', () => {
  const [placeholder] = written({});
  expect([placeholder?.endpoints, placeholder?.ports]).toEqual([[], []]);
  const slices = [stored(placeholder, 'web-abcde')];
  expect(plan({ slices }).stages).toEqual([]);
  const filled = actions({ slices, pods: [pod(1)] });
  expect(filled).toMatchObject([
    {
      type: 'update',
      object: { metadata: { name: 'web-abcde', resourceVersion: '7' }, endpoints: [{ addresses: [address(1)] }], ports: [{ port: 8080 }] },
    },
  ]);
});

test('the slice of the last deleted pod becomes the empty slice', () => {
  const slices = [stored(written({ pods: [pod(1)] })[0], 'web-abcde')];
  expect(actions({ slices })).toMatchObject([{ type: 'update', object: { metadata: { name: 'web-abcde' }, endpoints: [], ports: [] } }]);
});

test('an unchanged Service causes no write', () => {
  const pods = [pod(1), pod(2, { ready: false })];
  expect(plan({ pods, slices: [stored(written({ pods })[0], 'a')], triggerTime: '2026-01-01T00:00:00Z' }).stages).toEqual([]);
});

test('a change of the Service’s labels reaches its slices', () => {
  const slices = [stored(written({ pods: [pod(1)] })[0], 'a')];
  const labelled = service({}, { team: 'red', 'kubernetes.io/service-name': 'other' });
  expect(written({ slices, pods: [pod(1)], service: labelled })[0]?.metadata?.labels).toMatchObject({
    team: 'red',
    'kubernetes.io/service-name': 'web',
  });
});

test('slices of an earlier Service with the same name are deleted', () => {
  const old = stored(written({ pods: [pod(1)], service: { ...service(), metadata: { ...service().metadata, uid: 'old' } } })[0], 'old');
  expect(plan({ slices: [old], pods: [pod(1)] }).stages).toMatchObject([
    [{ type: 'create' }],
    [{ type: 'delete', name: { namespace: 'shop', name: 'old' } }],
  ]);
});

test('a Service under deletion gets no slices', () => {
  const deleted = service();
  deleted.metadata = { ...deleted.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
  expect(plan({ service: deleted, pods: [pod(1)] }).stages).toEqual([]);
});

test.each<[string, object | undefined]>([
  ['PreferSameZone', { forZones: [{ name: 'a' }] }],
  ['PreferClose', { forZones: [{ name: 'a' }] }],
  ['PreferSameNode', { forZones: [{ name: 'a' }], forNodes: [{ name: 'node-1' }] }],
  ['', undefined],
])('trafficDistribution "%s" sets hints on ready endpoints', (trafficDistribution, hints) => {
  const of = service({ trafficDistribution });
  const [made] = written({ service: of, pods: [pod(1), pod(2, { ready: false })], node: (name) => node(name, 'a') });
  expect(made?.endpoints.map((endpoint) => endpoint.hints)).toEqual([hints, undefined]);
});

test('a slice holds a hundred pods, the rest goes into another, and existing endpoints keep their slice', () => {
  const pods = Array.from({ length: 130 }, (_, index) => pod(index + 1));
  const slices = written({ pods });
  expect(slices.map(({ endpoints }) => endpoints.length)).toEqual([100, 30]);
  const kept = slices.map((slice, index) => stored(slice, `web-${index}`));
  const fewer = pods.filter(({ metadata }) => metadata?.name !== 'web-5');
  expect(written({ pods: fewer, slices: kept }).map(({ metadata, endpoints }) => [metadata?.name, endpoints.length])).toEqual([
    ['web-0', 99],
  ]);
  const more = [...pods, pod(131)];
  expect(written({ pods: more, slices: kept }).map(({ metadata, endpoints }) => [metadata?.name, endpoints.length])).toEqual([
    ['web-1', 31],
  ]);
});

test('each pod is in exactly one slice afterwards, whatever the initial slices, and a second reconcile changes nothing', () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 250 }), { maxLength: 220 });
  fc.assert(
    fc.property(some, some, (before, after) => {
      const podsOf = (numbers: readonly number[]) => numbers.map((number) => pod(number));
      const slices = written({ pods: podsOf(before) }).map((slice, index) => stored(slice, `s${index}`));
      const result = new Map(slices.map((slice) => [slice.metadata?.name, slice]));
      for (const [index, action] of actions({ pods: podsOf(after), slices }).entries()) {
        if (action.type === 'create') result.set(`n${index}`, stored(action.object as EndpointSlice, `n${index}`));
        else if (action.type === 'update') result.set(action.object.metadata?.name, action.object as EndpointSlice);
        else if (action.type === 'delete') result.delete(action.name.name);
      }
      const left = [...result.values()];
      expect(names(left).flat().sort()).toEqual(after.map((number) => `web-${number}`).sort());
      expect(left.every(({ endpoints }) => endpoints.length <= 100)).toBe(true);
      expect(left.length).toBeGreaterThan(0);
      expect(plan({ pods: podsOf(after), slices: left }).stages).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

const AUTO = { 'service.kubernetes.io/topology-mode': 'Auto' };
const inZones = (name: string): Node => ({
  ...node(name, `zone-${name}`),
  status: { allocatable: { cpu: '4' }, conditions: [{ type: 'Ready', status: 'True' }] },
});
const zoned = (of: Service, slices: EndpointSlice[] = []) => ({
  service: of,
  slices,
  pods: [pod(1, { spec: { nodeName: 'a' } }), pod(2, { spec: { nodeName: 'b' } })],
  node: inZones,
  nodes: () => ['a', 'b'].map(inZones),
});
const hintsIn = (slices: readonly EndpointSlice[]) =>
  slices.flatMap(({ endpoints }) => endpoints.map(({ hints }) => hints?.forZones?.[0]?.name));
const toldOf = (view: Partial<EndpointSlicesView>) =>
  actions(view).flatMap((action) => (action.type === 'record' ? [`${action.eventType} ${action.reason}: ${action.message}`] : []));

test('a Service with topology mode auto gets zone hints, and Events when they begin and end', () => {
  const auto = { ...service({ trafficDistribution: 'PreferClose' }), metadata: { ...service().metadata, annotations: AUTO } };
  const [made] = written(zoned(auto));
  expect([hintsIn([made as EndpointSlice]), toldOf(zoned(auto))]).toEqual([
    ['zone-a', 'zone-b'],
    ['Normal TopologyAwareHintsEnabled: Topology Aware Hints has been enabled, addressType: IPv4'],
  ]);
  const there = stored(made, 'web-1');
  expect(actions(zoned(auto, [there]))).toEqual([]);
  expect([hintsIn(written(zoned(service(), [there]))), toldOf(zoned(service(), [there]))]).toEqual([
    [undefined, undefined],
    ['Warning TopologyAwareHintsDisabled: Topology Aware Hints has been disabled, addressType: IPv4'],
  ]);
  expect(toldOf({ ...zoned(auto), pods: [pod(1, { spec: { nodeName: 'a' } })] })).toEqual([
    'Warning TopologyAwareHintsDisabled: Insufficient number of endpoints (1 endpoints, 2 zones), addressType: IPv4',
  ]);
});
