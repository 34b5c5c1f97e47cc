import { resources } from '@klockwork/resources';
import { aReplicationController } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileReplicaSet } from '../replica-set/reconcile-replica-set.ts';
import { asReplicaSet, replicationControllerManager } from './as-replica-set.ts';

const NOW = Date.UTC(2026, 0, 1);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

function reconcile(controller = aReplicationController()) {
  const view = { replicaSet: asReplicaSet(controller), pods: [], relatedPods: [] };
  return plain(reconcileReplicaSet(view, NOW, replicationControllerManager(controller)).stages);
}

test('a ReplicationController creates missing pods with itself as owner', () => {
  const [made, told] = reconcile();
  expect(made).toHaveLength(2);
  expect(made[0]).toMatchObject({
    type: 'create',
    resource: resources.pods,
    object: {
      metadata: {
        generateName: 'web-',
        labels: { app: 'web' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'ReplicationController', name: 'web' }],
      },
    },
  });
  expect(told).toEqual([
    {
      type: 'update',
      resource: resources.replicationControllers,
      subresource: 'status',
      object: { ...plain(aReplicationController()), status: { replicas: 0, observedGeneration: 1 } },
    },
  ]);
});

test('an unchanged status causes no write', () => {
  expect(reconcile(aReplicationController({ spec: { replicas: 0 }, status: { observedGeneration: 1 } }))).toEqual([]);
});
