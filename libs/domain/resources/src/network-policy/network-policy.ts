import type * as kubernetes from '@klockwork/kubernetes-types';

/** NetworkPolicy: permitted connections of a namespace's pods. */
export type NetworkPolicy = kubernetes.NetworkPolicy;

/** Permitted peer of a pod. */
export type NetworkPolicyPeer = kubernetes.NetworkPolicyPeer;

/** Port or port range. */
export type NetworkPolicyPort = kubernetes.NetworkPolicyPort;

/** Network with exceptions. */
export type IpBlock = kubernetes.IPBlock;

/** Ingress or egress rule, with its path. */
export interface NetworkPolicyRule {
  readonly path: string;
  /** Field name of the peers. */
  readonly side: 'from' | 'to';
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

/** Returns all rules, ingress first. */
export function rulesOf({ spec }: NetworkPolicy): NetworkPolicyRule[] {
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
