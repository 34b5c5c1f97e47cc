import type { LabTime } from '@klockwork/kernel';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { Pod, PodCondition } from './pod.ts';

/** Reason of the node lifecycle controller for pods on a lost node. */
export const NODE_LOST = 'NodeLost';

/** The pod's condition of this type, or undefined. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

/** True when the pod's Ready condition is True. Models `podutil.IsPodReady`. */
export function podReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** True when no container of the pod will run again. Models `podutil.IsPodPhaseTerminal`. */
export function podPhaseTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

/** Returns whether controllers count the pod: neither finished nor terminating. Models `controller.IsPodActive`. */
export function podActive(pod: Pod): boolean {
  return !podPhaseTerminal(pod) && pod.metadata?.deletionTimestamp === undefined;
}

/** Returns whether the pod was Ready for `minReadySeconds`. Models `podutil.IsPodAvailable`. */
export function podAvailable(pod: Pod, minReadySeconds: number, now: LabTime): boolean {
  if (!podReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = podCondition(pod, 'Ready')?.lastTransitionTime;
  return since !== undefined && since !== null && Date.parse(since) + minReadySeconds * 1000 <= now;
}

/**
 * Sets `condition` in `pod.status`; lastTransitionTime changes with the status only. Returns whether the pod changed. Models
 * `podutil.UpdatePodCondition`.
 */
export function setPodCondition(pod: Pod, condition: Omit<PodCondition, 'lastTransitionTime'>, now: string): boolean {
  pod.status ??= {};
  pod.status.conditions ??= [];
  const conditions = pod.status.conditions;
  const index = conditions.findIndex((existing) => existing.type === condition.type);
  const existing = conditions[index];
  const lastTransitionTime = existing?.status === condition.status ? (existing.lastTransitionTime ?? now) : now;
  const next: PodCondition = { ...condition, lastTransitionTime };
  writeTimes(next);
  if (existing === undefined) conditions.push(next);
  else conditions[index] = next;
  return existing === undefined || !sameCondition(existing, next);
}

/** Sets absent times of a condition to null: upstream's type cannot omit them. */
export function writeTimes(condition: { lastProbeTime?: string | null; lastTransitionTime?: string | null }): void {
  nullWhereUnset(condition, 'lastProbeTime', 'lastTransitionTime');
}

function sameCondition(a: PodCondition, b: PodCondition): boolean {
  return (
    a.status === b.status &&
    (a.reason ?? '') === (b.reason ?? '') &&
    (a.message ?? '') === (b.message ?? '') &&
    (a.lastProbeTime ?? null) === (b.lastProbeTime ?? null) &&
    a.lastTransitionTime === b.lastTransitionTime &&
    a.observedGeneration === b.observedGeneration
  );
}
