import type { Pod, ReplicaSet } from '@klockwork/resources';

/** What a ReplicaSet's reconcile looks at. */
export interface ReplicaSetView {
  readonly replicaSet: ReplicaSet;
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Active pods of all ReplicaSets that have the same controller: where they are says which to delete first. */
  readonly relatedPods: readonly Pod[];
}
