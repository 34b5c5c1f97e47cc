import { semanticEqual } from '@klockwork/api-machinery';
import { type KubeObject, type ReplicaSet, type ReplicaSetStatus, type ResourceRef, resources } from '@klockwork/resources';

/** Kind reconciled like a ReplicaSet. */
export interface ReplicaManager {
  readonly resource: ResourceRef;
  /** Original object with a new status; undefined when unchanged. */
  withStatus(replicaSet: ReplicaSet, status: ReplicaSetStatus): KubeObject | undefined;
}

export const replicaSetManager: ReplicaManager = {
  resource: resources.replicaSets,
  withStatus: (replicaSet, status) => (semanticEqual(replicaSet.status, status) ? undefined : ({ ...replicaSet, status } as KubeObject)),
};
