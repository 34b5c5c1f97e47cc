import { asNumber } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import { podRequests } from '@klockwork/resources';
import { type NodeUsage, usageOf } from './node-usage.ts';

/** Resource reclaimed by evictions. */
export type EvictionResource = 'memory' | 'ephemeral-storage' | 'pids';

/**
 * Pods in eviction order: first those above their request, then lower priority, then higher use beyond the request. For processes, only
 * priority and count matter. Pods without figures precede others. Models `rankMemoryPressure`, `rankDiskPressureFunc` and `rankPIDPressure`
 * of `pkg/kubelet/eviction/helpers.go`.
 */
export function rankPods(pods: readonly Pod[], resource: EvictionResource, usage: NodeUsage): Pod[] {
  const ranked = pods.map((pod) => {
    const ofPod = usage.podUsage(pod.metadata?.uid ?? '');
    const request = resource === 'pids' ? 0 : asNumber(podRequests(pod)[resource] ?? '0');
    const excess = ofPod === undefined ? Number.POSITIVE_INFINITY : usageOf(ofPod, resource) - request;
    return { pod, excess, exceeds: resource !== 'pids' && excess > 0 ? 0 : 1, priority: pod.spec?.priority ?? 0 };
  });
  return ranked.sort((a, b) => a.exceeds - b.exceeds || a.priority - b.priority || compare(b.excess, a.excess)).map(({ pod }) => pod);
}

// Two that are unknown are equal: infinity less infinity is no number.
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
