import type { PlannedAction } from '@klockwork/controller-runtime';
import type { Endpoints, Pod, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type EndpointsView, reconcileEndpoints, removeEndpoints } from './reconcile-endpoints.ts';
import { truncated } from './truncate.ts';

const service = (spec: Service['spec'] = {}, labels: Record<string, string> = {}): Service => ({
  metadata: { namespace: 'shop', name: 'web', uid: 'svc', labels },
  spec: { clusterIP: '10.96.0.20', ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }], selector: { app: 'web' }, ...spec },
});
const pod = (number: number, { ready = true, metadata = {}, spec = {} } = {}): Pod => ({
  metadata: { namespace: 'shop', name: `web-${number}`, uid: `p${number}`, ...metadata },
  spec: { containers: [], nodeName: 'node-1', ...spec },
  status: { phase: 'Running', podIP: `10.0.0.${number}`, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const plan = (view: Partial<EndpointsView>) => reconcileEndpoints({ service: service(), pods: [], existing: undefined, ...view });
const written = (view: Partial<EndpointsView>): Endpoints | undefined => {
  const [action] = plan(view).stages.flat() as PlannedAction[];
  return action?.type === 'create' || action?.type === 'update' ? (action.object as Endpoints) : undefined;
};
const ips = (addresses: readonly { readonly ip: string }[] | undefined) => addresses?.map(({ ip }) => ip);
const MANAGED = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };

test('ready and unready addresses are separate, and the object has our label', () => {
  const made = written({
    pods: [pod(2), pod(1), pod(3, { ready: false })],
    triggerTime: '2026-01-01T00:00:05Z',
    service: service({}, { team: 'red' }),
  });
  const reference = (number: number) => ({
    ip: `10.0.0.${number}`,
    nodeName: 'node-1',
    targetRef: { kind: 'Pod', namespace: 'shop', name: `web-${number}`, uid: `p${number}` },
  });
  expect(made).toEqual({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      namespace: 'shop',
      name: 'web',
      labels: { team: 'red', ...MANAGED },
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:05Z' },
    },
    subsets: [{ addresses: [reference(1), reference(2)], notReadyAddresses: [reference(3)], ports: [{ port: 8080, protocol: 'TCP' }] }],
  });
});

test('a terminating pod is removed at once, except with publishNotReadyAddresses', () => {
  const pods = [pod(1, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })];
  expect(written({ pods })?.subsets).toEqual([]);
  expect(ips(written({ pods, service: service({ publishNotReadyAddresses: true }) })?.subsets?.[0]?.addresses)).toEqual(['10.0.0.1']);
});

test('addresses with equal ports share a subset, others have their own', () => {
  const named = (number: number) => pod(number, { spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8000 }] }] } });
  const ports = [
    { name: 'fixed', port: 80, targetPort: 80, protocol: 'TCP' },
    { name: 'named', port: 81, targetPort: 'http', protocol: 'TCP' },
  ];
  const subsets = written({ service: service({ ports }), pods: [named(1), named(2), pod(3)] })?.subsets ?? [];
  expect(subsets.map(({ addresses, ports: at }) => [ips(addresses), at?.map(({ name, port }) => `${name}:${port}`)])).toEqual([
    [['10.0.0.1', '10.0.0.2', '10.0.0.3'], ['fixed:80']],
    [['10.0.0.1', '10.0.0.2'], ['named:8000']],
  ]);
});

test('a headless Service has a label; without ports its addresses have none', () => {
  const made = written({ service: service({ clusterIP: 'None', ports: [] }), pods: [pod(1)] });
  expect(made?.metadata?.labels).toEqual({ ...MANAGED, 'service.kubernetes.io/headless': '' });
  expect(made?.subsets).toMatchObject([{ addresses: [{ ip: '10.0.0.1' }] }]);
  expect(made?.subsets?.[0]?.ports).toBeUndefined();
});

test('unchanged Endpoints cause no write, and foreign changes are reverted', () => {
  const existing = written({ pods: [pod(1)] }) as Endpoints;
  expect(plan({ pods: [pod(1)], existing }).stages).toEqual([]);
  expect(written({ pods: [pod(1)], existing: { ...existing, subsets: [] } })?.subsets).toEqual(existing.subsets);
  expect(written({ pods: [pod(1)], existing: { ...existing, metadata: { ...existing.metadata, labels: {} } } })?.metadata?.labels).toEqual(
    MANAGED,
  );
});

test('Endpoints of a deleted Service are deleted, unless created by users', () => {
  const existing = written({ pods: [pod(1)] }) as Endpoints;
  expect(removeEndpoints(existing).stages).toMatchObject([[{ type: 'delete', name: { namespace: 'shop', name: 'web' } }]]);
  expect(removeEndpoints({ ...existing, metadata: { namespace: 'shop', name: 'web' } }).stages).toEqual([]);
});

test('a rejection is recorded on the Endpoints', () => {
  const [action] = plan({ pods: [pod(1)] }).stages.flat() as PlannedAction[];
  expect(action?.onRefused?.('no')).toMatchObject([
    {
      type: 'record',
      eventType: 'Warning',
      reason: 'FailedToCreateEndpoint',
      message: 'Failed to create endpoint for service shop/web: no',
    },
  ]);
});

test('ready addresses come first among more than a thousand, proportionally shared by subsets', () => {
  const some = (count: number) => Array.from({ length: count }, (_, index) => ({ ip: `10.0.${index >> 8}.${index & 255}` }));
  const sizes = (result: ReturnType<typeof truncated>) => [
    result.isTruncated,
    ...result.subsets.map(({ addresses, notReadyAddresses }) => [addresses?.length ?? 0, notReadyAddresses?.length ?? 0]),
  ];
  expect(sizes(truncated([{ addresses: some(1000) }]))).toEqual([false, [1000, 0]]);
  expect(sizes(truncated([{ addresses: some(900), notReadyAddresses: some(300) }]))).toEqual([true, [900, 100]]);
  expect(sizes(truncated([{ addresses: some(900) }, { addresses: some(600), notReadyAddresses: some(9) }]))).toEqual([
    true,
    [600, 0],
    [400, 0],
  ]);
});
