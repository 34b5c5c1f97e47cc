import type { Pod } from '@klockwork/kubernetes-types';
import type { Refusal } from './plugin.ts';

/**
 * Returns the message of a FailedScheduling event and of the PodScheduled condition. Models `framework.FitError.Error` with post-filter
 * texts of dynamic resources and preemption.
 */
export function fitErrorText(pod: Pod, refusals: readonly Refusal[]): string {
  if (refusals.length === 0) return 'no nodes available to schedule pods';
  return `${unavailable(
    refusals.flatMap((refusal) => refusal.reasons),
    refusals.length,
  )} no new claims to deallocate, ${preemptionText(pod, refusals)}`;
}

/**
 * Returns the message for a pod that fits no node, regardless of node state. The suffix `not found` is upstream's: its dynamic resources
 * plugin never stored state for the pod, and its post-filter reports that.
 */
export function nowhereText(reason: string, nodes: number): string {
  return nodes === 0 ? 'no nodes available to schedule pods' : `0/${nodes} nodes are available: ${reason}. not found`;
}

function preemptionText(pod: Pod, refusals: readonly Refusal[]): string {
  if (pod.spec?.preemptionPolicy === 'Never') return 'preemption: not eligible due to preemptionPolicy=Never.';
  const reasons = refusals.map(({ resolvable }) =>
    resolvable ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling',
  );
  return `preemption: ${unavailable(reasons, refusals.length)}`;
}

// Sorted as text, count first: `1 node(s) …` precedes `2 Insufficient cpu`.
function unavailable(reasons: readonly string[], nodes: number): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodes} nodes are available: ${texts.join(', ')}.`;
}
