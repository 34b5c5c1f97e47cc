import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { listed } from '../store/rows.ts';
import { endpointsByPod, mapServices } from './map-services.ts';

const meta = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  ...{ name, namespace: 'default', uid: name, resourceVersion: '1', labels },
});
const rowsOf = (...objects: readonly object[]) =>
  listed({ metadata: { resourceVersion: '1' }, rows: objects.map((object) => ({ cells: [], object: object as LabObject })) });

const service = (spec: object) => ({ kind: 'Service', apiVersion: 'v1', metadata: meta('web'), spec });
const pod = (name: string, app: string) => ({ kind: 'Pod', apiVersion: 'v1', metadata: meta(name, { app }) });
const slice = (...endpoints: readonly object[]) => ({
  ...{
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    metadata: meta('web-1', { 'kubernetes.io/service-name': 'web' }),
    endpoints,
  },
});
const endpoint = (name: string, conditions?: object) => ({
  ...{ addresses: [`10.0.0.${name.length}`], targetRef: { kind: 'Pod', namespace: 'default', name } },
  ...(conditions !== undefined && { conditions }),
});

const SELECTING = { selector: { app: 'web' } };
const SILENT = { ready: false, serving: false };

test.each([
  ['a name outside', { type: 'ExternalName', externalName: 'example.com' }, [], { type: 'external', name: 'example.com' }],
  ['no selector', {}, [], { type: 'no-selector' }],
  ['no pod with its labels', { selector: { app: 'web', tier: 'front' } }, [], { type: 'no-match', selector: 'app=web,tier=front' }],
  ['pods without endpoints', SELECTING, [], { type: 'none-ready', pods: 1 }],
  ['pods that are not ready', SELECTING, [endpoint('one', SILENT)], { type: 'none-ready', pods: 1 }],
  ['a ready endpoint', SELECTING, [endpoint('one', { ready: true })], undefined],
  ['an endpoint that serves to its end', SELECTING, [endpoint('one', { ready: false, serving: true, terminating: true })], undefined],
  ['an endpoint without conditions', SELECTING, [endpoint('one')], undefined],
] as const)('a Service with %s has its reason for missing endpoints', (_, spec, endpoints, gap) => {
  const [found] = mapServices(rowsOf(service(spec)), rowsOf(slice(...endpoints)), rowsOf(pod('one', 'web'), pod('other', 'api')));
  expect(found?.gap).toEqual(gap);
});

test('a Service has an endpoint per pod, also from several slices, and addresses without pods', () => {
  const second = { ...slice(endpoint('one'), { addresses: ['192.0.2.1'] }), metadata: { ...slice().metadata, name: 'web-2' } };
  const foreign = { ...slice(endpoint('b')), metadata: { ...meta('api-1'), labels: { 'kubernetes.io/service-name': 'api' } } };
  const empty = { ...slice(), metadata: { ...slice().metadata, name: 'web-3' }, endpoints: null };
  const slices = rowsOf(slice(endpoint('three', { ready: false, terminating: true }), endpoint('one')), second, foreign, empty);
  const [found] = mapServices(rowsOf(service(SELECTING)), slices, rowsOf());
  expect(found).toEqual({
    key: 'default/web',
    endpoints: [
      { address: '192.0.2.1', isReady: true, isServing: true, isTerminating: false },
      { address: '10.0.0.3', pod: 'default/one', isReady: true, isServing: true, isTerminating: false },
      { address: '10.0.0.5', pod: 'default/three', isReady: false, isServing: true, isTerminating: true },
    ],
  });
  expect(found && [...endpointsByPod(found).keys()]).toEqual(['default/one', 'default/three']);
});

test('a Service that nodes answer themselves is not broken', () => {
  const dns = { ...service({}), metadata: { ...meta('kube-dns'), annotations: { 'klockwork.dev/answered-by': 'nodes' } } };
  expect(mapServices(rowsOf(dns), rowsOf(), rowsOf())[0]?.gap).toEqual({ type: 'nodes' });
});
