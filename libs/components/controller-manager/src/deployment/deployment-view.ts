import type { Deployment, Pod, ReplicaSet } from '@klockwork/resources';

/** Inputs of a Deployment's reconcile. */
export interface DeploymentView {
  readonly deployment: Deployment;
  /** ReplicaSets it controls, and orphans of its namespace. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Pods of its controlled ReplicaSets. */
  readonly pods: readonly Pod[];
  /** True when any ReplicaSet has this name, whatever its owner. */
  isTaken(name: string): boolean;
}

/** ReplicaSet of the current template, if any, and older ones. */
export interface Generations {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}
