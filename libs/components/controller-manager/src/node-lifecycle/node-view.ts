import type { Lease, Node, Pod } from '@klockwork/resources';

/** Inputs of a Node's reconcile. */
export interface NodeView {
  readonly node: Node;
  /** Lease in kube-node-lease, if any. */
  readonly lease: Lease | undefined;
  /** Pods of the node, except those already marked unready in this outage: a later ready report is valid. */
  readonly pods: readonly Pod[];
  /** Start time of this controller: after its restart, each node gets a whole grace period. */
  readonly watchingSince: number;
  /** First reconcile of this node. */
  readonly isNew: boolean;
  /** No node of the cluster is ready: probably a fault on this side, thus no evictions. */
  readonly fullDisruption: boolean;
}

/** Periods in lab time. Upstream's defaults are {@link NODE_PERIODS}. */
export interface NodePeriods {
  /** Max silence of a node after its first heartbeat; then its conditions are Unknown. */
  readonly monitorGraceMs: number;
  /** Max silence of a new node. */
  readonly startupGraceMs: number;
}

/** kube-controller-manager's --node-monitor-grace-period and --node-startup-grace-period. */
export const NODE_PERIODS: NodePeriods = { monitorGraceMs: 50_000, startupGraceMs: 60_000 };
