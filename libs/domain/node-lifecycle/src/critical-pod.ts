import type { Pod } from '@klockwork/kubernetes-types';
import { MIRROR_POD } from '@klockwork/resources';
import { isStaticPod } from './static-pod.ts';

/** Lowest priority reserved for the system. Models `SystemCriticalPriority` of `pkg/apis/scheduling`. */
export const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;

/** True for a pod exempt from eviction. Models `IsCriticalPod` of `pkg/kubelet/types/pod_update.go`. */
export function isCriticalPod(pod: Pod): boolean {
  if (isStaticPod(pod) || pod.metadata?.annotations?.[MIRROR_POD] !== undefined) return true;
  return (pod.spec?.priority ?? 0) >= SYSTEM_CRITICAL_PRIORITY;
}
