import { expect, test } from 'vitest';
import { dependentKinds, dependentsOf, reachOf } from './dependents.ts';
import { type Kind, kindsOf } from './kinds.ts';

const resource = (plural: string, scope: string, verbs = ['list', 'delete']) => ({ resource: plural, scope, verbs });
const kinds = kindsOf([
  {
    items: [
      {
        metadata: {},
        versions: [
          {
            version: 'v1',
            resources: [
              ...[resource('pods', 'Namespaced'), resource('events', 'Namespaced'), resource('nodes', 'Cluster')],
              ...[resource('namespaces', 'Cluster'), resource('bindings', 'Namespaced', ['create'])],
            ],
          },
        ],
      },
    ],
  },
]);
const [pods, , nodes, namespaces] = kinds as [Kind, Kind, Kind, Kind];
const object = (name: string, ...owners: string[]) => ({
  kind: pods,
  metadata: {
    ...{ name, uid: name, resourceVersion: '1' },
    ownerReferences: owners.map((uid) => ({ apiVersion: 'v1', kind: 'Pod', name: uid, uid })),
  },
});

test('dependents are found through all owners, each once, also in a circle', () => {
  const objects = [object('c', 'b'), object('b', 'a'), object('d', 'b', 'c'), object('a', 'd'), object('other', 'x'), object('free')];
  expect(dependentsOf('a', objects).map(({ metadata }) => metadata.name)).toEqual(['b', 'c', 'd']);
});

test('kinds without a list and Events have no dependents to show', () => {
  const names = (owner: Kind) => dependentKinds(kinds, owner).map(({ resource: name }) => name);
  expect([names(pods), names(nodes)]).toEqual([['pods'], ['pods', 'nodes', 'namespaces']]);
});

test('a deletion reaches its namespace, or all of them', () => {
  expect([reachOf(pods, 'shop/web'), reachOf(nodes, 'node-1'), reachOf(namespaces, 'shop')]).toEqual(['shop', undefined, 'shop']);
});
