import { type Drill, spanAfter } from '@klockwork/drills';

/** Drill in a list. */
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

const LABEL = 'klockwork.dev';

/** Returns the summary of a drill: nothing of its faults, hints and steps. */
export function drillSummary({ metadata: { name, labels = {}, annotations = {} }, spec }: Drill): DrillSummary {
  const { title, description, steps, hints, solutions } = spec;
  const labMs = spanAfter(steps);
  return {
    ...{ name, title, description },
    category: labels[`${LABEL}/category`] ?? '',
    level: labels[`${LABEL}/level`] ?? '',
    teaches: annotations[`${LABEL}/teaches`] ?? '',
    ...(labMs !== undefined && Number.isFinite(labMs) && { labMs }),
    isPlayable: steps.some(({ player }) => player !== undefined),
    hintCosts: hints.map(({ cost }) => cost),
    solutions: solutions.map((solution) => solution.name),
  };
}
