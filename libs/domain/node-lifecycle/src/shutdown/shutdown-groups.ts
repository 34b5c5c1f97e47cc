import type { Pod } from '@klockwork/kubernetes-types';
import { SYSTEM_CRITICAL_PRIORITY } from '../critical-pod.ts';

/** Pods that end together when their node shuts down. */
export interface ShutdownGroup {
  readonly pods: readonly Pod[];
  /** So long they are given, and so long the next group waits for them at most. */
  readonly graceSeconds: number;
}

/** How much time a node has before its power goes. */
export interface ShutdownPeriods {
  /** The kubelet's `shutdownGracePeriod`. */
  readonly graceSeconds: number;
  /** Its `shutdownGracePeriodCriticalPods`: what of it is left for critical pods. */
  readonly criticalSeconds: number;
}

/** Where nothing else is said. Upstream has none unless configured. */
export const SHUTDOWN_PERIODS: ShutdownPeriods = { graceSeconds: 30, criticalSeconds: 10 };

/** Who ends first, and who when those are gone; groups without pods are left out. Models `groupByPriority` of `pkg/kubelet/nodeshutdown`. */
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
