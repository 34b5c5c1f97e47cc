import type { LabTime } from '@klockwork/kernel';
import type { AdvanceOutcome } from './clock-state.ts';
import type { AdvanceCommand } from './coordinator.ts';

/** Input of the decision on the next step of an advance. */
export interface LabView {
  readonly now: LabTime;
  readonly hostNow: number;
  /** True if every member, including the coordinator's process, reported idle, and no process is expected. */
  readonly atRest: boolean;
  /** True if a message was sent, or may have been sent, since the last proven idle instant. */
  readonly sent: boolean;
  /** Least deadline of all timers, and of work timers; null without timers. */
  readonly next: LabTime | null;
  readonly work: LabTime | null;
  /** State of the question "still idle?": not asked, awaiting answers, or confirmed by all members. */
  readonly wave: 'none' | 'out' | 'good';
  readonly command: AdvanceCommand;
  /** True after a request to stop. */
  readonly stopping: boolean;
  readonly stepped: boolean;
  /** Lab time and host time at the start of pacing. */
  readonly paced: { readonly labAt: LabTime; readonly hostAt: number };
}

/** Next step of an advance. */
export type NextStep =
  | { readonly type: 'wait' }
  | { readonly type: 'wave' }
  /** Decide again at this host time: an earlier jump would exceed the requested rate. */
  | { readonly type: 'pace'; readonly hostAt: number }
  | { readonly type: 'jump'; readonly at: LabTime; readonly firesWork: boolean }
  | { readonly type: 'end'; readonly outcome: AdvanceOutcome };

const WAIT: NextStep = { type: 'wait' };
const WAVE: NextStep = { type: 'wave' };

/**
 * Returns the next step. A jump, and the end of an advance, require an idle cluster without messages in flight. Idle reports of all members
 * suffice if no message was sent since the last such instant: no process can have been woken. Otherwise all members are asked once more. If
 * each is still idle and sent nothing since its report, all messages were handled.
 */
export function nextStep(lab: LabView): NextStep {
  if (!lab.atRest || lab.wave === 'out') return WAIT;
  if (lab.wave === 'none' && lab.sent) return WAVE;
  const outcome = endOf(lab);
  return outcome === undefined ? jumpStep(lab) : { type: 'end', outcome };
}

function endOf({ now, work, stopping, stepped, command }: LabView): AdvanceOutcome | undefined {
  if (stopping) return 'Stopped';
  if (command.isMet?.()) return 'ConditionMet';
  if (command.stopAt === 'step' && stepped) return 'Stepped';
  if (command.stopAt !== 'bound' && work === null) return 'Idle';
  return now >= command.until ? 'Reached' : undefined;
}

function jumpStep({ now, next, work, hostNow, command, paced }: LabView): NextStep {
  const at = Math.max(now, next === null ? command.until : Math.min(next, command.until));
  const hostAt = command.maxRate === undefined ? hostNow : paced.hostAt + (at - paced.labAt) / command.maxRate;
  if (hostAt > hostNow) return { type: 'pace', hostAt };
  return { type: 'jump', at, firesWork: work !== null && work <= at };
}
