import type { Pod, ReplicaSet } from '@klockwork/resources';

/** Inputs of a ReplicaSet's reconcile. */
export interface ReplicaSetView {
  readonly replicaSet: ReplicaSet;
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Active pods of all ReplicaSets under the same controller: pods of one node rank for deletion. */
  readonly relatedPods: readonly Pod[];
}
