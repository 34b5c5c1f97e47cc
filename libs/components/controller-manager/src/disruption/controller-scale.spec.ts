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
  ['a ReplicaSet without owner', replicaSet, 7],
  ['a StatefulSet', aStatefulSet(), 3],
])('%s sets the expected number of pods', (_, object, replicas) => {
  expect(controllerScale(known, 'default', ownerOf(object))).toEqual({ uid: object.metadata?.uid, replicas });
});

test('a Deployment sets the expected number of pods of its ReplicaSet', () => {
  const owned = aReplicaSet({ metadata: { ownerReferences: [ownerOf(deployment)] }, spec: { replicas: 7 } });
  const scale = controllerScale({ ...known, replicaSets: of(owned) }, 'default', ownerOf(owned));
  expect(scale).toEqual({ uid: deployment.metadata?.uid, replicas: 3 });
});

test('a deleted, replaced or unknown controller has no scale; a kind without scale is a problem', () => {
  expect(controllerScale({ ...known, replicaSets: of(undefined) }, 'default', ownerOf(replicaSet))).toBeUndefined();
  expect(controllerScale(known, 'default', { ...ownerOf(replicaSet), uid: 'other' })).toBeUndefined();
  expect(controllerScale(known, 'default', { ...reference, apiVersion: 'example.com/v1' })).toBeUndefined();
  expect(controllerScale(known, 'default', reference)).toEqual({ problem: 'daemonsets.apps does not implement the scale subresource' });
  expect(controllerScale(known, 'default', { ...reference, apiVersion: 'batch/v1', kind: 'Job' })).toEqual({
    problem: 'jobs.batch does not implement the scale subresource',
  });
});
