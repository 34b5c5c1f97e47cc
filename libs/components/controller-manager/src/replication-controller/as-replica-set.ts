import { semanticEqual } from '@klockwork/api-machinery';
import { type KubeObject, type ReplicaSet, type ReplicationController, resources } from '@klockwork/resources';
import type { ReplicaManager } from '../replica-set/replica-manager.ts';

/** Converts a ReplicationController to a ReplicaSet with an equality selector. Models pkg/controller/replication/conversion.go. */
export function asReplicaSet({ spec, status, ...controller }: ReplicationController): ReplicaSet {
  const { selector = {}, template = {}, ...rest } = spec ?? {};
  return {
    ...controller,
    spec: { ...rest, template, selector: { matchLabels: selector } },
    status: status ?? { replicas: 0 },
  } as ReplicaSet;
}

/** Converts results back to a ReplicationController, whose status has no terminating pods. */
export function replicationControllerManager(controller: ReplicationController): ReplicaManager {
  return {
    resource: resources.replicationControllers,
    withStatus(_, { terminatingReplicas: _terminating, ...status }) {
      return semanticEqual(controller.status, status) ? undefined : ({ ...controller, status } as KubeObject);
    },
  };
}
