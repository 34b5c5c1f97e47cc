import type { Deployment, Pod, ReplicaSet } from '@klockwork/resources';

/** What a Deployment's reconcile looks at. */
export interface DeploymentView {
  readonly deployment: Deployment;
  /** ReplicaSets it controls, and orphans of its namespace. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Pods of the ReplicaSets it controls. */
  readonly pods: readonly Pod[];
  /** True when a ReplicaSet of this name exists, whoever's it is. */
  isTaken(name: string): boolean;
}

/** The ReplicaSet of the present template, if there is one, and those of earlier templates. */
export interface Generations {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}
