import type { PersistentVolumeClaim, Pod } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileEphemeralVolumes } from './reconcile-ephemeral-volumes.ts';

const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const volumeClaimTemplate = { metadata: { labels: { type: 'scratch' } }, spec };
const volumes = [
  { name: 'scratch', ephemeral: { volumeClaimTemplate } },
  { name: 'none', emptyDir: {} },
];
const pod = aPod({ metadata: { name: 'web', namespace: 'shop', uid: 'u1' }, spec: { volumes } });
const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'u1', controller: true, blockOwnerDeletion: true }];

const planned = (of: Pod, claim?: PersistentVolumeClaim) => reconcileEphemeralVolumes(of, () => claim).stages.flat();

test('a pod gets a claim for its ephemeral volume, and owns it', () => {
  const [create] = planned(pod);
  const metadata = { name: 'web-scratch', namespace: 'shop', ownerReferences, labels: { type: 'scratch' } };
  expect(create).toMatchObject({ type: 'create', object: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec } });
  expect(create?.onRefused?.('no')).toMatchObject([
    { reason: 'FailedBinding', message: 'ephemeral volume scratch: create PVC web-scratch: no' },
  ]);
});

test('a pod with its claim, or under deletion, gets no claim', () => {
  expect(planned(pod, { metadata: { ownerReferences } })).toEqual([]);
  expect(planned({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } })).toEqual([]);
});

test('a foreign claim with the same name is not used', () => {
  expect(planned(pod, { metadata: {} })).toMatchObject([
    {
      type: 'record',
      eventType: 'Warning',
      reason: 'FailedBinding',
      message: 'ephemeral volume scratch: PVC shop/web-scratch was not created for pod shop/web (pod is not owner)',
    },
  ]);
});
