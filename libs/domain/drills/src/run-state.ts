import type { DrillHint } from './drill.ts';
import type { DrillMoment, DrillResult, TimelineEntry } from './drill-result.ts';
import type { ObjectiveState } from './objective-judge.ts';
import type { PlayDebrief } from './play-debrief.ts';

/** Drill in a list of `/klockwork/v1/drills`. */
export interface DrillSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** `failure` or `repair`; '' without the label. */
  readonly category: string;
  /** `beginner`, `intermediate` or `advanced`; '' without the label. */
  readonly level: string;
  readonly teaches: string;
  /** Longest lab time of the drill, in ms; absent without a limit. */
  readonly labMs?: number;
  /** True if the drill has a turn of the player. */
  readonly isPlayable: boolean;
  /** Points that each hint costs, in order. */
  readonly hintCosts: readonly number[];
  /** Names of the solutions, for runs. */
  readonly solutions: readonly string[];
}

/** Run without a player, or a play. */
export type RunMode = 'run' | 'play';

/** Body of a new run, with exactly one of `drill`, a built-in name, `object`, a Drill of the lab, and `document`, a drill in YAML. */
export interface RunRequest {
  readonly drill?: string;
  readonly object?: string;
  readonly document?: string;
  readonly mode?: RunMode;
  readonly seed?: number;
  /** Lab seconds per second of the host in the turn of the player. */
  readonly rate?: number;
  /** Solution that plays in place of the player. */
  readonly solution?: string;
}

/**
 * Phase of a run. `Preparing`: setup and steady state; `Turn`: the player repairs; `Judging`: the rest of the drill after the turn;
 * `Interrupted`: the process of the run ended first, which decides nothing.
 */
export type RunPhase = 'Preparing' | 'Running' | 'Turn' | 'Judging' | 'Completed' | 'Stopped' | 'Failed' | 'Interrupted';

/** Run in a list of `/klockwork/v1/drills/runs`. */
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

/** Condition of an objective, as judged at one moment. */
export interface TurnCondition {
  readonly name: string;
  readonly met: boolean;
}

/** State of a person's turn. */
export interface TurnProgress {
  /** Lab time since the turn began, in ms. */
  readonly elapsedMs: number;
  /** Lab time that is left; absent without a limit. */
  readonly leftMs?: number;
  readonly conditions: readonly TurnCondition[];
}

/** State of a step. */
export type StepState = 'Waiting' | 'Running' | 'Done';

/** Objective of a running drill. */
export interface ObjectiveProgress {
  readonly name: string;
  readonly window: string;
  readonly weight: number;
  readonly state: ObjectiveState;
  readonly violations: number;
  /** First violation. */
  readonly violatedAt?: DrillMoment & { readonly value: string };
}

/** Load of a running drill. */
export interface LoadProgress {
  readonly name: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
  /** Lab time of one bucket, in ms. */
  readonly bucketMs: number;
  readonly buckets: readonly { readonly elapsedMs: number; readonly answered: number; readonly failed: number }[];
}

/** State of a run: steps, objectives, load, timeline. A player sees it after the end. */
export interface RunProgress {
  /** Lab time, RFC 3339. */
  readonly time: string;
  /** Lab time since the drill's beginning, in ms; 0 before it. */
  readonly elapsedMs: number;
  readonly steady: boolean;
  readonly steps: readonly { readonly text: string; readonly state: StepState }[];
  readonly objectives: readonly ObjectiveProgress[];
  readonly load: readonly LoadProgress[];
  readonly timeline: readonly TimelineEntry[];
}

/** Debrief of a play, beside its result. */
export type RunDebrief = Omit<PlayDebrief, 'result'>;

/** State of a run for clients: the answer of `/klockwork/v1/drills/runs/ID`, and each line of its stream. */
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
  readonly debrief?: RunDebrief;
}
