import { parseDuration, parseWaitCondition, type WaitCondition } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { AdvanceCommand } from '@klockwork/lockstep';
import { type ClockAdvance, type ClockTarget, type ClockUntil, clockTarget } from '@klockwork/resources';

/** Goal of an advance: bound in lab time, and optional condition. */
export interface AdvanceGoal {
  readonly until: LabTime;
  readonly stopAt: AdvanceCommand['stopAt'];
  readonly condition?: { readonly for: WaitCondition; readonly of: ClockTarget };
}

/**
 * Returns the goal of an accepted advance. The bound counts from the request time, so a late or second start leads to the same instant.
 * Undefined for an unreadable advance; validation prevents those.
 */
export function goalOf({ by, requestedAt, until }: ClockAdvance): AdvanceGoal | undefined {
  const bound = parseDuration(by);
  if ('problem' in bound) return undefined;
  const at = Date.parse(requestedAt) + bound.ms;
  if (until?.reach === 'Idle') return { until: at, stopAt: 'idle' };
  if (until?.reach === 'NextTimer') return { until: at, stopAt: 'step' };
  if (until === undefined) return { until: at, stopAt: 'bound' };
  const condition = parseWaitCondition(until.for ?? '');
  const of = clockTarget(until);
  return 'problem' in condition || of === undefined ? undefined : { until: at, stopAt: 'bound', condition: { for: condition, of } };
}

/** Returns the condition as text: `condition=Ready of pods/web`. */
export function conditionText({ for: condition, resource, name }: ClockUntil): string {
  return `${condition} of ${resource}/${name}`;
}
