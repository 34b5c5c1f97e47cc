import type { Node, Pod } from '@klockwork/kubernetes-types';
import { nodeTaints, qosClass } from '@klockwork/resources';
import { type AdmissionRefusal, admissionCheck, nodeInfo, placedPod, tolerates } from '@klockwork/scheduling';
import { isCriticalPod } from './critical-pod.ts';
import type { Pressure } from './eviction/decide-eviction.ts';
import { missingAmount, podsToPreempt } from './preempt-pods.ts';
import { rejectSysctls } from './reject-sysctls.ts';
import type { Rejection } from './rejection.ts';
import { isStaticPod } from './static-pod.ts';

/** Pods to evict before a critical pod is admitted. */
export interface Preemption {
  readonly preempt: readonly Pod[];
}

/** Inputs of pod admission. */
export interface AdmissionView {
  readonly pod: Pod;
  /** Node from the API, with its labels and taints. */
  readonly node: Node;
  /** Admitted, unfinished pods. */
  readonly others: readonly Pod[];
  /** Current pressure conditions. */
  readonly pressure: readonly Pressure[];
  readonly shuttingDown: boolean;
}

const SHUTTING_DOWN: Rejection = { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' };

/**
 * Decides on a bound pod: undefined admits; a Preemption admits after its evictions. Models `Admit` of
 * `pkg/kubelet/lifecycle/predicate.go`.
 */
export function admitPod({ pod, node, others, pressure, shuttingDown }: AdmissionView): Rejection | Preemption | undefined {
  const refusedRejection = rejectUnderPressure(pod, pressure) ?? rejectSysctls(pod) ?? rejectSystem(pod, node);
  if (refusedRejection !== undefined) return refusedRejection;
  const info = nodeInfo(node, others.map(placedPod));
  const refusals = admissionCheck(pod, info, { isStatic: isStaticPod(pod) });
  const [refusal] = isCriticalPod(pod) ? refusals.filter((one) => 'plugin' in one) : refusals;
  if (refusal !== undefined) return rejectionOf(refusal);
  if (shuttingDown) return SHUTTING_DOWN;
  return refusals.length === 0 ? undefined : makeRoom(pod, others, refusals);
}

/** A critical pod is not rejected for lack of resources. Models `HandleAdmissionFailure` of `pkg/kubelet/preemption`. */
function makeRoom(pod: Pod, others: readonly Pod[], refusals: readonly AdmissionRefusal[]): Rejection | Preemption {
  const missing = refusals.flatMap((refusal) => ('plugin' in refusal ? [] : [missingAmount(refusal)]));
  const preempt = podsToPreempt(pod, others, missing);
  if (typeof preempt !== 'string') return { preempt };
  const problem = `preemption: error finding a set of pods to preempt: ${preempt}`;
  return {
    reason: 'UnexpectedAdmissionError',
    message: `Unexpected error while attempting to recover from admission failure: ${problem}`,
  };
}

/** Memory pressure alone rejects only BestEffort pods. Models `Admit` of `pkg/kubelet/eviction/eviction_manager.go`. */
function rejectUnderPressure(pod: Pod, pressure: readonly Pressure[]): Rejection | undefined {
  if (pressure.length === 0 || isCriticalPod(pod)) return undefined;
  if (pressure.length === 1 && pressure[0] === 'MemoryPressure' && bearsMemoryPressure(pod)) return undefined;
  return { reason: 'Evicted', message: `The node had condition: [${pressure.join(' ')}]. ` };
}

function bearsMemoryPressure(pod: Pod): boolean {
  const taint = { key: nodeTaints.memoryPressure, effect: 'NoSchedule' };
  return qosClass(pod) !== 'BestEffort' || (pod.spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint));
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

/** Reason and message of a refusal. */
export function rejectionOf(refusal: AdmissionRefusal): Rejection {
  if ('plugin' in refusal) return { reason: refusal.plugin, message: `Predicate ${refusal.plugin} failed: ${refusal.reason}` };
  const { resource, requested, used, capacity } = refusal;
  const message = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message };
}
