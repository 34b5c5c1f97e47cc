import type { KubeObject } from '@klockwork/resources';
import { aDeployment, aReplicaSet, aReplicationController, aStatefulSet } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { controllerScale } from './controller-scale.ts';

const of = (object: KubeObject | undefined) => ({ get: () => object });
const deployment = aDeployment();
const ownerOf = ({ apiVersion = '', kind = '', metadata }: KubeObject) => ({
  apiVersion,
  kind,
  name: metadata?.name ?? '',
  uid: metadata?.uid ?? '',
  controller: true,
});
const replicaSet = aReplicaSet({ spec: { replicas: 7 } });
const known = {
  replicationControllers: of(aReplicationController()),
  deployments: of(deployment),
  replicaSets: of(replicaSet),
  statefulSets: of(aStatefulSet()),
};
const reference = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'web', uid: 'x', controller: true };

test.each<[string, KubeObject, number]>([
  ['a ReplicationController', aReplicationController(), 2],
  ['a Deployment', deployment, 3],
  ['a ReplicaSet of nobody', replicaSet, 7],
  ['a StatefulSet', aStatefulSet(), 3],
])('%s says how many pods there should be', (_, object, replicas) => {
  expect(controllerScale(known, 'default', ownerOf(object))).toEqual({ uid: object.metadata?.uid, replicas });
});

test('for a ReplicaSet of a Deployment the Deployment says it', () => {
  const owned = aReplicaSet({ metadata: { ownerReferences: [ownerOf(deployment)] }, spec: { replicas: 7 } });
  const scale = controllerScale({ ...known, replicaSets: of(owned) }, 'default', ownerOf(owned));
  expect(scale).toEqual({ uid: deployment.metadata?.uid, replicas: 3 });
});

test('who is gone, was replaced or is unknown says nothing; who has no scale says that', () => {
  expect(controllerScale({ ...known, replicaSets: of(undefined) }, 'default', ownerOf(replicaSet))).toBeUndefined();
  expect(controllerScale(known, 'default', { ...ownerOf(replicaSet), uid: 'other' })).toBeUndefined();
  expect(controllerScale(known, 'default', { ...reference, apiVersion: 'example.com/v1' })).toBeUndefined();
  expect(controllerScale(known, 'default', reference)).toEqual({ problem: 'daemonsets.apps does not implement the scale subresource' });
  expect(controllerScale(known, 'default', { ...reference, apiVersion: 'batch/v1', kind: 'Job' })).toEqual({
    problem: 'jobs.batch does not implement the scale subresource',
  });
});
