import type { Pod, PodSpec } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import type { NodeInfo } from '../node-info.ts';
import { nodeWith } from './plugin-input.ts';

/** Returns a node of a zone with pods; without a zone, it has no zone label. */
export function zonedNode(name: string, zone: string | undefined, ...pods: readonly Pod[]): NodeInfo {
  const labels = { 'kubernetes.io/hostname': name, ...(zone !== undefined && { zone }) };
  return nodeWith(aNode({ metadata: { name, labels } }), ...pods);
}

/** Returns a pod of namespace default with the label `app`. */
export function appPod(name: string, app: string, spec: Partial<PodSpec> = {}, namespace = 'default'): Pod {
  return aPod({ metadata: { name, namespace, labels: { app } }, spec });
}
