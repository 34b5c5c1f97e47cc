import type { Pod } from 'kubernetes-types/core/v1';
import { SYSTEM_CRITICAL_PRIORITY } from '../critical-pod.ts';

/** Pods that end together when their node shuts down. */
export interface ShutdownGroup {
  readonly pods: readonly Pod[];
  /** So long they are given, and so long the next group waits for them at most. */
  readonly graceSeconds: number;
}

/** The kubelet's shutdownGracePeriod of 30 s, of which shutdownGracePeriodCriticalPods are 10 s. Upstream has none unless configured. */
const PERIODS = [
  { from: Number.NEGATIVE_INFINITY, below: SYSTEM_CRITICAL_PRIORITY, graceSeconds: 20 },
  { from: SYSTEM_CRITICAL_PRIORITY, below: Number.POSITIVE_INFINITY, graceSeconds: 10 },
];

/** Who ends first, and who when those are gone; groups without pods are left out. Models `groupByPriority` of `pkg/kubelet/nodeshutdown`. */
export function shutdownGroups(pods: readonly Pod[]): ShutdownGroup[] {
  return PERIODS.map(({ from, below, graceSeconds }) => ({
    graceSeconds,
    pods: pods.filter(({ spec }) => (spec?.priority ?? 0) >= from && (spec?.priority ?? 0) < below),
  })).filter((group) => group.pods.length > 0);
}
