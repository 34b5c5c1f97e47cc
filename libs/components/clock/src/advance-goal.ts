import { parseDuration, parseWaitCondition, type WaitCondition } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { AdvanceCommand } from '@klockwork/lockstep';
import { type ClockAdvance, type ClockTarget, type ClockUntil, clockTarget } from '@klockwork/resources';

/** Where an advance leads, and the condition that may end it before. */
export interface AdvanceGoal {
  readonly until: LabTime;
  readonly stopAt: AdvanceCommand['stopAt'];
  readonly condition?: { readonly for: WaitCondition; readonly of: ClockTarget };
}

/**
 * The goal of an advance as the API let it in. The bound counts from the request: whoever takes the advance up, and however late,
 * it is the same instant. Undefined when the advance cannot be read, which one that was validated can.
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

/** What an advance waits for, for people: `condition=Ready of pods/web`. */
export function conditionText({ for: condition, resource, name }: ClockUntil): string {
  return `${condition} of ${resource}/${name}`;
}
