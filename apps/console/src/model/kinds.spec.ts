import { expect, test } from 'vitest';
import { collectionPath, keptKinds, kindsOf, objectPath, partsOf } from './kinds.ts';

const pods = { resource: 'pods', responseKind: { kind: 'Pod' }, scope: 'Namespaced', verbs: ['list'], shortNames: ['po'] };
const nodes = { resource: 'nodes', responseKind: { kind: 'Node' }, scope: 'Cluster', verbs: ['list'] };
const scalers = { resource: 'horizontalpodautoscalers', responseKind: { kind: 'HorizontalPodAutoscaler' }, scope: 'Namespaced', verbs: [] };
const [pod, node, scaler] = kindsOf([
  { items: [{ metadata: {}, versions: [{ version: 'v1', resources: [pods, nodes] }] }] },
  {
    items: [
      {
        metadata: { name: 'autoscaling' },
        versions: [
          { version: 'v2', resources: [{ ...scalers, subresources: [{ subresource: 'status', verbs: ['get'] }] }] },
          { version: 'v1', resources: [scalers] },
        ],
      },
    ],
  },
]);
if (pod === undefined || node === undefined || scaler === undefined) throw new Error('a kind is missing');

test('a kind is listed once, in the preferred version of its group', () => {
  expect([pod, node, scaler].map(({ resource, version }) => `${resource} ${version}`)).toEqual([
    'pods v1',
    'nodes v1',
    'horizontalpodautoscalers.autoscaling v2',
  ]);
  expect(scaler.subresources).toEqual(new Map([['status', new Set(['get'])]]));
});

test('an unchanged kind stays the same object when kinds are read again', () => {
  const again = structuredClone([node, scaler, { ...pod, subresources: new Map([['exec', new Set(['create'])]]) }]);
  const [keptNode, keptScaler, changedPod] = keptKinds([pod, node, scaler], again);
  expect(keptNode).toBe(node);
  expect(keptScaler).toBe(scaler);
  expect(changedPod).toBe(again[2]);
});

test('a path contains group, version and namespace', () => {
  expect([collectionPath(pod), collectionPath(pod, 'shop'), collectionPath(node, 'shop'), collectionPath(scaler)]).toEqual([
    '/api/v1/pods',
    '/api/v1/namespaces/shop/pods',
    '/api/v1/nodes',
    '/apis/autoscaling/v2/horizontalpodautoscalers',
  ]);
  expect([objectPath(pod, 'shop/web'), objectPath(node, 'a b'), objectPath(node, 'x%2f')]).toEqual([
    '/api/v1/namespaces/shop/pods/web',
    '/api/v1/nodes/a%20b',
    '/api/v1/nodes/x%252f',
  ]);
});

test('a key has a name, and a namespace for namespaced objects', () => {
  expect([partsOf('node-1'), partsOf('shop/web')]).toEqual([{ name: 'node-1' }, { namespace: 'shop', name: 'web' }]);
});
