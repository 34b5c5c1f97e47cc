import { expect, test } from 'vitest';
import { conditionsOf, linkIn, ownersOf, summaryOf } from './described-object.ts';
import { kindsOf } from './kinds.ts';

const [replicaSets] = [
  kindsOf([
    {
      items: [
        {
          metadata: { name: 'apps' },
          versions: [
            {
              version: 'v1',
              resources: [{ resource: 'replicasets', responseKind: { kind: 'ReplicaSet' }, scope: 'Namespaced', verbs: [] }],
            },
          ],
        },
      ],
    },
  ]),
];
const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web-1', namespace: 'shop', uid: '1', resourceVersion: '1' } };

test('owners of known kinds are links', () => {
  const owner = (kind: string, controller: boolean) => ({ apiVersion: 'apps/v1', kind, name: 'web', uid: '2', controller });
  const owned = { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner('Other', false), owner('ReplicaSet', true)] } };
  expect(ownersOf(owned, replicaSets ?? [])).toEqual([
    { text: 'ReplicaSet/web', selection: { resource: 'replicasets.apps', key: 'shop/web' } },
    { text: 'Other/web' },
  ]);
});

test('a summary has the scalar fields with their paths', () => {
  expect(summaryOf({ replicas: 2, template: { containers: [{ image: 'nginx' }] }, conditions: [{ type: 'Ready' }], none: null })).toEqual([
    ['replicas', '2'],
    ['template.containers[0].image', 'nginx'],
  ]);
});

test('conditions of a wrong shape are none', () => {
  const ready = { type: 'Ready', status: 'True' };
  expect([conditionsOf(pod), conditionsOf({ ...pod, status: { conditions: 'x' } })]).toEqual([[], []]);
  expect(conditionsOf({ ...pod, status: { conditions: [ready, null] } })).toEqual([ready]);
});

test('only addresses of http are links', () => {
  expect(['https://example.com/a', 'javascript:alert(1)', 'see http://x', 'http://', ' https://x'].map(linkIn)).toEqual([
    'https://example.com/a',
    ...[undefined, undefined, undefined, undefined],
  ]);
});
