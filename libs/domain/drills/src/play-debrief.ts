import type { Drill, DrillHint, DrillPlay } from './drill.ts';
import type { DrillResult } from './drill-result.ts';
import { stepCommands } from './step-commands.ts';

/** Lab time for which repaired conditions must hold before a turn ends by itself, in ms. */
export const HELD_MS = 30_000;

/** Version of {@link PlayDebrief}. A change that breaks readers raises it. */
export const DEBRIEF_VERSION = 1;

/** End of a person's turn. `Interrupted`: its process ended, and the writes were repeated. */
export type DrillEnding = 'ObjectivesHeld' | 'TimeOver' | 'Asked' | 'Interrupted';

/** Accepted write of a player, at its lab time. */
export interface TimedWrite {
  /** Lab time since the turn began, in ms. */
  readonly elapsedMs: number;
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** Facts of an ended play beside its result. */
export interface EndedPlay {
  /** Absent if the drill ended before its turn. */
  readonly ending?: DrillEnding;
  /** Number of starts: 1, and 1 for each reset. */
  readonly attempts: number;
  /** Number of hints that were taken. */
  readonly hintsTaken: number;
  readonly writes: readonly TimedWrite[];
  /** Sentences on writes that could not be repeated. */
  readonly problems: readonly string[];
}

/** Debrief of a play: result, price of the hints, own writes, and what the player could have done. */
export interface PlayDebrief extends Omit<EndedPlay, 'hintsTaken' | 'writes'> {
  readonly apiVersion: 'klockwork.dev/v1alpha1';
  readonly kind: 'DrillDebrief';
  readonly schemaVersion: typeof DEBRIEF_VERSION;
  /** Score of the result less the cost of the hints, at least 0. */
  readonly points: number;
  readonly hints: readonly DrillHint[];
  readonly writes: readonly Omit<TimedWrite, 'contentType' | 'body'>[];
  /** Sentences on what would have prevented violations. */
  readonly prevention: readonly string[];
  readonly solutions: readonly { readonly name: string; readonly description?: string; readonly commands: readonly string[] }[];
  readonly result: DrillResult;
}

/** Returns the debrief of an ended play. Bodies of writes stay out: they may hold Secrets. */
export function playDebrief(drill: Drill, result: DrillResult, { hintsTaken, writes, ...play }: EndedPlay): PlayDebrief {
  const hints = drill.spec.hints.slice(0, hintsTaken);
  const cost = hints.reduce((sum, hint) => sum + hint.cost, 0);
  const violatedResults = result.objectives.filter(({ met }) => !met);
  return {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'DrillDebrief', schemaVersion: DEBRIEF_VERSION },
    points: Math.max(result.score - cost, 0),
    ...play,
    hints,
    writes: writes.map(({ elapsedMs, method, path }) => ({ elapsedMs, method, path })),
    prevention: violatedResults.flatMap(({ prevention }) => (prevention === undefined ? [] : [prevention])),
    solutions: drill.spec.solutions.map(solutionOf),
    result,
  };
}

function solutionOf({ name, description, steps }: DrillPlay): PlayDebrief['solutions'][number] {
  return { name, ...(description !== undefined && { description }), commands: steps.flatMap(stepCommands) };
}
