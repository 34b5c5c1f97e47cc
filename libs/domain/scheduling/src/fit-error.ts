/**
 * Returns the message of a FailedScheduling event and of the PodScheduled condition. `preemption`: why preemption found no victims; absent
 * when it did. Models `framework.FitError.Error` with post-filter texts of dynamic resources and preemption.
 */
export function fitErrorText(reasons: readonly string[], nodes: number, preemption?: string): string {
  const text = countedReasons(reasons, nodes);
  return preemption === undefined ? text : `${text} no new claims to deallocate, preemption: ${preemption}`;
}

/** Returns the message of a profile without preemption; dynamic resources remain in its post-filter. */
export function withoutPreemption(reasons: readonly string[], nodes: number): string {
  return `${countedReasons(reasons, nodes)} no new claims to deallocate`;
}

/**
 * Returns the message for a pod that fits no node, regardless of node state. The suffix `not found` is upstream's: its dynamic resources
 * plugin never stored state for the pod, and its post-filter reports that.
 */
export function nowhereText(reason: string, nodes: number): string {
  return nodes === 0 ? NO_NODES : `0/${nodes} nodes are available: ${reason}. not found`;
}

/** Message for a cluster without nodes. */
export const NO_NODES = 'no nodes available to schedule pods';

/** Returns the reasons with their counts, sorted as text, count first: `1 node(s) …` precedes `2 Insufficient cpu`. */
export function countedReasons(reasons: readonly string[], nodes: number): string {
  const texts = [...countReasons(reasons)].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodes} nodes are available: ${texts.join(', ')}.`;
}

/** Returns how often each reason occurs. */
export function countReasons(reasons: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
