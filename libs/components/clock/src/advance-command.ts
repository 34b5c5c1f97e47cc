import { parseDuration, parseWaitCondition, type WaitCondition } from '@klockwork/api-machinery';
import type { AdvanceCommand } from '@klockwork/lockstep';
import { type ClockAdvance, type ClockTarget, type ClockUntil, clockTarget } from '@klockwork/resources';

/** Condition of one object, which ends an advance. */
export interface ObjectCondition {
  readonly for: WaitCondition;
  readonly of: ClockTarget;
}

/**
 * Returns the command of an accepted advance, and its condition. The bound counts from the request time, so a late or second start leads
 * to the same instant. Undefined for an unreadable advance; validation prevents those.
 */
export function commandOf({ by, requestedAt, until, maxRate }: ClockAdvance):
  | {
      readonly command: AdvanceCommand;
      readonly condition?: ObjectCondition;
    }
  | undefined {
  const bound = parseDuration(by);
  if ('problem' in bound) return undefined;
  const command = { until: Date.parse(requestedAt) + bound.ms, ...(maxRate !== undefined && { maxRate }) };
  if (until?.reach === 'Idle') return { command: { ...command, stopAt: 'idle' } };
  if (until?.reach === 'NextTimer') return { command: { ...command, stopAt: 'step' } };
  if (until === undefined) return { command: { ...command, stopAt: 'bound' } };
  const condition = parseWaitCondition(until.for ?? '');
  const of = clockTarget(until);
  if ('problem' in condition || of === undefined) return undefined;
  return { command: { ...command, stopAt: 'bound' }, condition: { for: condition, of } };
}

/** Returns the condition as text: `condition=Ready of pods/web`. */
export function conditionText({ for: condition, resource, name }: ClockUntil): string {
  return `${condition} of ${resource}/${name}`;
}
