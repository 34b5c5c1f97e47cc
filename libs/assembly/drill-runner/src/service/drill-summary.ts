import { type Drill, type DrillSummary, spanAfter } from '@klockwork/drills';

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
