import { IndexSet, type Job } from '@klockwork/resources';

/** Message for a Job whose success policy matches these indexes, otherwise undefined. Models matchSuccessPolicy of pkg/controller/job. */
export function matchSuccessPolicy({ spec }: Job, succeededIndexSet: IndexSet): string | undefined {
  const completions = spec?.completions ?? 0;
  for (const [index, { succeededIndexes, succeededCount }] of (spec?.successPolicy?.rules ?? []).entries()) {
    const wantedIndexSet = succeededIndexes === undefined ? succeededIndexSet : IndexSet.parse(succeededIndexes, completions);
    const successes = wantedIndexSet.shared(succeededIndexSet);
    if (successes >= (succeededCount ?? wantedIndexSet.size) && successes > 0) return `Matched rules at index ${index}`;
  }
  return undefined;
}
