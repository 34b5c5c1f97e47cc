import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { listed } from '../store/rows.ts';
import { groupedByOwner, mapOwners } from './map-owners.ts';

type Owner = readonly [kind: string, name: string] | undefined;

function objectOf(kind: string, name: string, owner: Owner): LabObject {
  const ownerReferences = owner && [{ apiVersion: 'apps/v1', kind: owner[0], name: owner[1], uid: owner[1], controller: true }];
  const metadata = { name, namespace: 'default', uid: name, resourceVersion: '1', ...(ownerReferences && { ownerReferences }) };
  return { kind, apiVersion: 'v1', metadata };
}

function rowsOf(kind: string, ...named: readonly (readonly [name: string, owner: Owner, status?: string])[]) {
  return listed({
    metadata: { resourceVersion: '1' },
    columnDefinitions: ['Ready', 'Status'].map((name) => ({ name, priority: 0 })),
    rows: named.map(([name, owner, status = 'Running']) => ({ cells: ['1/1', status], object: objectOf(kind, name, owner) })),
  });
}

const BETWEEN = {
  ReplicaSet: rowsOf('ReplicaSet', ['web-1', ['Deployment', 'web']], ['bare', undefined], ['round', ['ReplicaSet', 'round']]),
  Job: rowsOf('Job', ['tick-1', ['CronJob', 'tick']], ['once', undefined]),
};

test.each([
  [['ReplicaSet', 'web-1'], 'Deployment/default/web'],
  [['ReplicaSet', 'bare'], 'ReplicaSet/default/bare'],
  [['ReplicaSet', 'deleted'], 'ReplicaSet/default/deleted'],
  [['ReplicaSet', 'round'], 'ReplicaSet/default/round'],
  [['Job', 'tick-1'], 'CronJob/default/tick'],
  [['Job', 'once'], 'Job/default/once'],
  [['StatefulSet', 'db'], 'StatefulSet/default/db'],
  [['DaemonSet', 'agent'], 'DaemonSet/default/agent'],
  [undefined, undefined],
] as const)('a pod of %j belongs to %s', (owner, top) => {
  expect(mapOwners(rowsOf('Pod', ['pod', owner]), BETWEEN).byPod.get('default/pod')?.id).toBe(top);
});

test('an owner counts its pods, of all its ReplicaSets', () => {
  const pods = rowsOf(
    'Pod',
    ['a', ['ReplicaSet', 'web-1']],
    ['b', ['ReplicaSet', 'web-1'], 'Pending'],
    ['c', ['Job', 'once'], 'Completed'],
  );
  expect(mapOwners(pods, BETWEEN).owners).toEqual([
    { id: 'Deployment/default/web', kind: 'Deployment', name: 'web', pods: ['default/a', 'default/b'], readyPods: 1 },
    { id: 'Job/default/once', kind: 'Job', name: 'once', pods: ['default/c'], readyPods: 0 },
  ]);
});

test('pods are grouped by owner, and those without one are last', () => {
  const owners = mapOwners(rowsOf('Pod', ['alone', undefined], ['z', ['Job', 'once']], ['y', ['ReplicaSet', 'web-1']]), BETWEEN);
  const pods = ['alone', 'z', 'y'].map((name) => ({ key: `default/${name}` }));
  expect(groupedByOwner(pods, owners).map(({ owner, pods: members }) => [owner?.name, members.length])).toEqual([
    ['web', 1],
    ['once', 1],
    [undefined, 1],
  ]);
});
