import type { Plan } from '@klockwork/controller-runtime';
import { type Pod, podPhaseTerminal } from '@klockwork/resources';

const SECOND = 1_000;

/**
 * When pods that ended in the very second they were made in may be replaced: in the next one. A node that refuses a pod takes no lab time
 * for it, so that the next one would be made and refused at the same instant, and the next, without end. A real cluster makes such pods
 * without end too, but time passes meanwhile.
 */
export function replacementWake(pods: readonly Pod[], now: number): Plan['wakeAt'] {
  const second = Math.floor(now / SECOND) * SECOND;
  const endedAtOnce = pods.some((pod) => podPhaseTerminal(pod) && Date.parse(pod.metadata?.creationTimestamp ?? '') >= second);
  return endedAtOnce ? { at: second + SECOND, timer: { name: 'pod-replacement' } } : undefined;
}

/** The one that comes first. */
export function earlierWake(one: Plan['wakeAt'], other: Plan['wakeAt']): Plan['wakeAt'] {
  if (one === undefined || other === undefined) return one ?? other;
  return other.at < one.at ? other : one;
}
