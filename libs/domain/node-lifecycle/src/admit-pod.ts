import { type AdmissionRefusal, admissionCheck, nodeInfo, placedPod } from '@klockwork/scheduling';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStaticPod } from './static-pod.ts';

/** Why a node does not run a pod that was bound to it, in upstream's words. */
export interface Rejection {
  /** What kubectl shows as STATUS: `NodeAffinity`, `OutOfcpu` … */
  readonly reason: string;
  readonly message: string;
}

/** What a node looks at when a pod comes to it. */
export interface AdmissionView {
  readonly pod: Pod;
  /** As the API has it, with the labels and taints that others gave it. */
  readonly node: Node;
  /** The pods that the node has let in and that still take room. */
  readonly others: readonly Pod[];
}

/** The verdict on a pod that comes to a node: undefined lets it in. Models `Admit` of `pkg/kubelet/lifecycle/predicate.go`. */
export function admitPod({ pod, node, others }: AdmissionView): Rejection | undefined {
  const wrongSystem = rejectSystem(pod, node);
  if (wrongSystem !== undefined) return wrongSystem;
  const info = nodeInfo(node, others.map(placedPod));
  const [refusal] = admissionCheck(pod, info, { isStatic: isStaticPod(pod) });
  return refusal === undefined ? undefined : rejectionOf(refusal);
}

function rejectSystem(pod: Pod, node: Node): Rejection | undefined {
  const label = pod.metadata?.labels?.['kubernetes.io/os'];
  if (label !== undefined && label !== (node.metadata?.labels?.['kubernetes.io/os'] ?? 'linux')) {
    const message = "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label";
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message };
  }
  const system = pod.spec?.os?.name;
  if (system === undefined || system === 'linux') return undefined;
  return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
}

function rejectionOf(refusal: AdmissionRefusal): Rejection {
  if ('plugin' in refusal) return { reason: refusal.plugin, message: `Predicate ${refusal.plugin} failed: ${refusal.reason}` };
  const { resource, requested, used, capacity } = refusal;
  const message = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message };
}
