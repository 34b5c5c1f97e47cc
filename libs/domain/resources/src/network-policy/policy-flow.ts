import type { Labels } from '@klockwork/api-machinery';
import type { NetworkPolicy } from './network-policy.ts';

/** Pod at an end of a connection: its fields that policies compare. */
export interface PolicyPod {
  readonly namespace: string;
  readonly labels: Labels;
  /** Ports of its containers, for rules that name a port. */
  readonly ports: readonly PolicyPodPort[];
}

/** Port of a container. */
export interface PolicyPodPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

/** End of a connection. Without a pod: a node, or a machine outside the cluster. Pods with the network of their node count as the node. */
export interface PolicyEnd {
  readonly ip: string;
  readonly pod?: PolicyPod | undefined;
}

/** New connection, after translation by Services. */
export interface PolicyFlow {
  readonly from: PolicyEnd;
  readonly to: PolicyEnd;
  /** Port at `to`. */
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** Read-only view of policies, backed by caches. */
export interface PolicyView {
  /** Policies of a namespace. */
  policies(namespace: string): readonly NetworkPolicy[];
  labelsOfNamespace(name: string): Labels | undefined;
}

/** Policies of the cluster, and the pods of one process. */
export interface NodePolicies extends PolicyView {
  /** Pod of `pods/default/web`; undefined for pods of other processes, and for other objects. */
  pod(object: string): PolicyPod | undefined;
}
