import type { Pod } from '@klockwork/kubernetes-types';
import { SYSTEM_CRITICAL_PRIORITY } from '../critical-pod.ts';

/** Pods stopped together in a node shutdown. */
export interface ShutdownGroup {
  readonly pods: readonly Pod[];
  /** Grace period, s; also the max wait before the next group. */
  readonly graceSeconds: number;
}

/** Time before a node's power-off. */
export interface ShutdownPeriods {
  /** The kubelet's `shutdownGracePeriod`. */
  readonly graceSeconds: number;
  /** `shutdownGracePeriodCriticalPods`: part reserved for critical pods. */
  readonly criticalSeconds: number;
}

/** Default periods. Upstream has none unless configured. */
export const SHUTDOWN_PERIODS: ShutdownPeriods = { graceSeconds: 30, criticalSeconds: 10 };

/** Groups in stop order, without empty ones. Models `groupByPriority` of `pkg/kubelet/nodeshutdown`. */
export function shutdownGroups(pods: readonly Pod[], { graceSeconds: total, criticalSeconds }: ShutdownPeriods): ShutdownGroup[] {
  const groups = [
    { from: Number.NEGATIVE_INFINITY, below: SYSTEM_CRITICAL_PRIORITY, graceSeconds: total - criticalSeconds },
    { from: SYSTEM_CRITICAL_PRIORITY, below: Number.POSITIVE_INFINITY, graceSeconds: criticalSeconds },
  ];
  return groups
    .map(({ from, below, graceSeconds }) => ({
      graceSeconds,
      pods: pods.filter(({ spec }) => (spec?.priority ?? 0) >= from && (spec?.priority ?? 0) < below),
    }))
    .filter((group) => group.pods.length > 0);
}
