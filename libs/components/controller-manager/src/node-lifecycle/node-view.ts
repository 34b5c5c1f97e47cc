import type { Lease, Node, Pod } from '@klockwork/resources';

/** What a Node's reconcile looks at. */
export interface NodeView {
  readonly node: Node;
  /** Its lease in kube-node-lease, if it has one. */
  readonly lease: Lease | undefined;
  /** Its pods, but for those that were seen not ready since the node fell silent: who says again that they are ready is to be believed. */
  readonly pods: readonly Pod[];
  /** Since when this controller watches: a node is given its whole grace period after a restart of the controller. */
  readonly watchingSince: number;
  /** Seen by this controller for the first time. */
  readonly isNew: boolean;
  /** No node of the cluster is ready: then the fault is more likely here than there, and nothing is evicted. */
  readonly fullDisruption: boolean;
}

/** Periods in lab time. Upstream's defaults are {@link NODE_PERIODS}. */
export interface NodePeriods {
  /** A node that was heard of once is Unknown after so long a silence. */
  readonly monitorGraceMs: number;
  /** A node that never said anything. */
  readonly startupGraceMs: number;
}

/** kube-controller-manager's --node-monitor-grace-period and --node-startup-grace-period. */
export const NODE_PERIODS: NodePeriods = { monitorGraceMs: 50_000, startupGraceMs: 60_000 };
