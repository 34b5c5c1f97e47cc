import { formatTime } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { Condition } from '@klockwork/kubernetes-types';

/** Condition without its times. */
export interface ConditionState {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Returns a condition that holds; its reason is its type, as for most conditions of the Gateway API. */
export function holds(type: string, message: string, reason = type): ConditionState {
  return { type, status: 'True', reason, message };
}

/** Returns a condition that does not hold. */
export function fails(type: string, reason: string, message: string): ConditionState {
  return { type, status: 'False', reason, message };
}

/** Object whose conditions are written: its generation, and the present conditions. */
export interface ConditionContext {
  readonly generation: number;
  readonly previous: readonly Condition[];
  readonly now: LabTime;
}

/** Returns conditions with times: a time stays while its status does. Conditions of other types stay. */
export function withTimes(states: readonly ConditionState[], { generation, previous, now }: ConditionContext): readonly Condition[] {
  const own = states.map(({ type, status, reason, message }) => {
    const before = previous.find((condition) => condition.type === type && condition.status === status);
    const lastTransitionTime = before?.lastTransitionTime ?? formatTime(now);
    return { lastTransitionTime, message, observedGeneration: generation, reason, status, type };
  });
  return [...own, ...previous.filter(({ type }) => !states.some((state) => state.type === type))];
}
