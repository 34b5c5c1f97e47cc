import type { LabTime } from '@klockwork/kernel';
import type { AdvanceOutcome } from './clock-state.ts';

/** All that the next step of an advance depends on. */
export interface LabView {
  readonly now: LabTime;
  readonly hostNow: number;
  /** Every process that is followed, the coordinator's own among them, has said that it is at rest, and nobody is expected. */
  readonly atRest: boolean;
  /** Somebody has sent a message since the last instant at which nothing was under way, or may have. */
  readonly sent: boolean;
  /** The least deadline of all, and the least that is work; null when there is none. */
  readonly next: LabTime | null;
  readonly work: LabTime | null;
  /** The question whether everybody is still at rest: not asked, on its way, or answered by all with yes. */
  readonly wave: 'none' | 'out' | 'good';
  readonly command: {
    readonly until: LabTime;
    readonly stopAt: 'bound' | 'idle' | 'step';
    readonly isMet?: () => boolean;
    readonly maxRate?: number;
  };
  /** Somebody wants the advance to end. */
  readonly stopping: boolean;
  /** The last jump fired a work timer. */
  readonly stepped: boolean;
  /** Where and when pacing began. */
  readonly paced: { readonly labAt: LabTime; readonly hostAt: number };
}

/** The next step. */
export type Decision =
  | { readonly do: 'wait' }
  | { readonly do: 'wave' }
  /** Look again at this instant of the host: sooner would be faster than the rate that was asked for. */
  | { readonly do: 'pace'; readonly hostAt: number }
  | { readonly do: 'jump'; readonly at: LabTime; readonly firesWork: boolean }
  | { readonly do: 'end'; readonly outcome: AdvanceOutcome };

const WAIT: Decision = { do: 'wait' };
const WAVE: Decision = { do: 'wave' };

/**
 * What to do next. Time may move, and the advance may end, only when nothing is under way. Everybody says that it is at rest. When nobody
 * has sent anything since the last such instant, that is all: nobody can have been woken since it said so. Otherwise all are asked once
 * more: when they are at rest again and have sent nothing since they said so first, then all that was on its way has been taken.
 */
export function decide(lab: LabView): Decision {
  if (!lab.atRest || lab.wave === 'out') return WAIT;
  if (lab.wave === 'none' && lab.sent) return WAVE;
  const outcome = endOf(lab);
  return outcome === undefined ? moveOn(lab) : { do: 'end', outcome };
}

function endOf({ now, work, stopping, stepped, command }: LabView): AdvanceOutcome | undefined {
  if (stopping) return 'Stopped';
  if (command.isMet?.()) return 'ConditionMet';
  if (command.stopAt === 'step' && stepped) return 'Stepped';
  if (command.stopAt !== 'bound' && work === null) return 'Idle';
  return now >= command.until ? 'Reached' : undefined;
}

function moveOn({ now, next, work, hostNow, command, paced }: LabView): Decision {
  const at = Math.max(now, next === null ? command.until : Math.min(next, command.until));
  const hostAt = command.maxRate === undefined ? hostNow : paced.hostAt + (at - paced.labAt) / command.maxRate;
  if (hostAt > hostNow) return { do: 'pace', hostAt };
  return { do: 'jump', at, firesWork: work !== null && work <= at };
}
