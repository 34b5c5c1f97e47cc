import { semanticEqual } from '@klockwork/api-machinery';
import { type KubeObject, type ReplicaSet, type ReplicaSetStatus, type ResourceRef, resources } from '@klockwork/resources';

/** A kind that keeps pods as a ReplicaSet does, and is seen as one. */
export interface ReplicaManager {
  readonly resource: ResourceRef;
  /** The object of that kind with a new status; undefined when the status says nothing that it does not say already. */
  withStatus(replicaSet: ReplicaSet, status: ReplicaSetStatus): KubeObject | undefined;
}

/** The ReplicaSet itself. */
export const replicaSetManager: ReplicaManager = {
  resource: resources.replicaSets,
  withStatus: (replicaSet, status) => (semanticEqual(replicaSet.status, status) ? undefined : ({ ...replicaSet, status } as KubeObject)),
};
