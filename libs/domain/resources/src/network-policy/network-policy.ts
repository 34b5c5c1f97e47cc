import type * as kubernetes from '@klockwork/kubernetes-types';

/** Whom the pods of a namespace may speak to. Every `NetworkPolicy` of `kubernetes-types` is one. */
export type NetworkPolicy = kubernetes.NetworkPolicy;

/** Somebody a pod may speak to. */
export type NetworkPolicyPeer = kubernetes.NetworkPolicyPeer;

/** A port, or a range of ports. */
export type NetworkPolicyPort = kubernetes.NetworkPolicyPort;

/** A network without some of its parts. */
export type IpBlock = kubernetes.IPBlock;

/** One rule of either direction with its place in the object. */
export interface PolicyRule {
  readonly path: string;
  /** The name of the field that holds the peers. */
  readonly side: 'from' | 'to';
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

/** All rules, those about what comes in first. */
export function rulesOf({ spec }: NetworkPolicy): PolicyRule[] {
  const ingress = (spec?.ingress ?? []).map(({ from = [], ports = [] }, index) => ({
    path: `spec.ingress[${index}]`,
    side: 'from' as const,
    peers: from,
    ports,
  }));
  const egress = (spec?.egress ?? []).map(({ to = [], ports = [] }, index) => ({
    path: `spec.egress[${index}]`,
    side: 'to' as const,
    peers: to,
    ports,
  }));
  return [...ingress, ...egress];
}
