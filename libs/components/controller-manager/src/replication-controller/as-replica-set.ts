import { semanticEqual } from '@klockwork/api-machinery';
import { type KubeObject, type ReplicaSet, type ReplicationController, resources } from '@klockwork/resources';
import type { ReplicaManager } from '../replica-set/replica-manager.ts';

/** A ReplicationController seen as a ReplicaSet: the same with a selector of labels alone. Models pkg/controller/replication/conversion.go. */
export function asReplicaSet({ spec, status, ...controller }: ReplicationController): ReplicaSet {
  const { selector = {}, template = {}, ...rest } = spec ?? {};
  return {
    ...controller,
    spec: { ...rest, template, selector: { matchLabels: selector } },
    status: status ?? { replicas: 0 },
  } as ReplicaSet;
}

/** Writes what was decided back to the ReplicationController, whose status counts no terminating pods. */
export function replicationControllerManager(controller: ReplicationController): ReplicaManager {
  return {
    resource: resources.replicationControllers,
    withStatus(_, { terminatingReplicas: _terminating, ...status }) {
      return semanticEqual(controller.status, status) ? undefined : ({ ...controller, status } as KubeObject);
    },
  };
}
