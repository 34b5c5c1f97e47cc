import type { DrillHint, DrillResult, PlayDebrief } from '@klockwork/drills';
import type { TurnProgress } from '../live-turn.ts';
import type { RunProgress } from './run-progress.ts';

/**
 * Phase of a run. `Preparing`: setup and steady state; `Turn`: the player repairs; `Judging`: the rest of the drill after the turn;
 * `Interrupted`: the process of the run ended first, which decides nothing.
 */
export type RunPhase = 'Preparing' | 'Running' | 'Turn' | 'Judging' | 'Completed' | 'Stopped' | 'Failed' | 'Interrupted';

/** Run without a player, or a play. */
export type RunMode = 'run' | 'play';

/** Run in a list. */
export interface RunSummary {
  readonly id: string;
  readonly drill: string;
  readonly title: string;
  readonly mode: RunMode;
  readonly seed: number;
  readonly phase: RunPhase;
  /** Verdict of a completed run. */
  readonly verdict?: string;
  /** Score of a completed run; points of a play. */
  readonly score?: number;
}

/** Hints of a play. */
export interface HintState {
  readonly taken: readonly DrillHint[];
  readonly left: number;
  /** Points that the next hint costs. */
  readonly nextCost?: number;
}

/** State of a run for clients. */
export interface RunState extends RunSummary {
  readonly description: string;
  /** Name of the solution that plays in place of the player. */
  readonly solution?: string;
  /** Sentence about a run without a result. */
  readonly message?: string;
  /** True while the API of the run's cluster answers below `/drill/`. */
  readonly isOpen: boolean;
  /** Task of the player. */
  readonly task?: string;
  readonly attempts: number;
  readonly hints: HintState;
  /** State of the player's turn. */
  readonly turn?: TurnProgress;
  /** Absent in a play before its end, because steps name the fault. */
  readonly progress?: RunProgress;
  readonly result?: DrillResult;
  /** Debrief of a play. */
  readonly debrief?: Omit<PlayDebrief, 'result'>;
}

/** Returns true for a final phase. */
export function hasEnded({ phase }: Pick<RunSummary, 'phase'>): boolean {
  return phase === 'Completed' || phase === 'Stopped' || phase === 'Failed' || phase === 'Interrupted';
}

/** Returns a run for a list. */
export function runSummary({ id, drill, title, mode, seed, phase, verdict, score }: RunState): RunSummary {
  return { id, drill, title, mode, seed, phase, ...(verdict !== undefined && { verdict }), ...(score !== undefined && { score }) };
}

/** Returns the state of a run whose process ended before it: its cluster went with it, faults and all. */
export function interrupted({ turn: _, progress: __, ...state }: RunState): RunState {
  const message = 'the process of the drill ended before the run did: nothing is decided, and its cluster is gone with its faults';
  return { ...state, phase: 'Interrupted', verdict: 'Inconclusive', message, isOpen: false };
}
