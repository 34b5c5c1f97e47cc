import type * as kubernetes from '@klockwork/kubernetes-types';

/** Node of the cluster, v1. */
export type Node = kubernetes.Node;

/** Taint of a Node. */
export type Taint = kubernetes.Taint;

/** Taints managed by the node lifecycle controller. */
export const nodeTaints = {
  notReady: 'node.kubernetes.io/not-ready',
  unreachable: 'node.kubernetes.io/unreachable',
  unschedulable: 'node.kubernetes.io/unschedulable',
  memoryPressure: 'node.kubernetes.io/memory-pressure',
  diskPressure: 'node.kubernetes.io/disk-pressure',
  pidPressure: 'node.kubernetes.io/pid-pressure',
  networkUnavailable: 'node.kubernetes.io/network-unavailable',
  outOfService: 'node.kubernetes.io/out-of-service',
} as const;

/** Annotation of a Node: seconds its kubelet may cache Secrets and ConfigMaps. */
export const OBJECT_TTL = 'node.alpha.kubernetes.io/ttl';

/** The node's condition of this type, or undefined. */
export function nodeCondition(node: Node, type: string): kubernetes.NodeCondition | undefined {
  return node.status?.conditions?.find((condition) => condition.type === type);
}

/** True when the node's Ready condition is True. */
export function nodeReady(node: Node): boolean {
  return nodeCondition(node, 'Ready')?.status === 'True';
}

/** Returns `key:effect`, a taint's identity; `key=value:effect` with a value. */
export function taintText({ key, value, effect }: Taint): string {
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}
