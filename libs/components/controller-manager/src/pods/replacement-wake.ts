import type { Plan } from '@klockwork/controller-runtime';
import { type Pod, podPhaseTerminal } from '@klockwork/resources';

const SECOND = 1_000;

/**
 * Earliest replacement time of pods that ended within their creation second: the next second. Rejection by a node takes no lab time, thus
 * replacements would repeat endlessly at one instant. Real clusters loop as well, but their time passes.
 */
export function replacementWake(pods: readonly Pod[], now: number): Plan['wakeAt'] {
  const second = Math.floor(now / SECOND) * SECOND;
  const endedAtOnce = pods.some((pod) => podPhaseTerminal(pod) && Date.parse(pod.metadata?.creationTimestamp ?? '') >= second);
  return endedAtOnce ? { at: second + SECOND, timer: { name: 'pod-replacement' } } : undefined;
}

export function earlierWake(one: Plan['wakeAt'], other: Plan['wakeAt']): Plan['wakeAt'] {
  if (one === undefined || other === undefined) return one ?? other;
  return other.at < one.at ? other : one;
}
