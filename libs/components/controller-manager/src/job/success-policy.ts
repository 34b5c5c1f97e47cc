import { IndexSet, type Job } from '@klockwork/resources';

/** Message for a Job whose success policy matches these indexes, otherwise undefined. Models matchSuccessPolicy of pkg/controller/job. */
export function matchSuccessPolicy({ spec }: Job, succeeded: IndexSet): string | undefined {
  const completions = spec?.completions ?? 0;
  for (const [index, { succeededIndexes, succeededCount }] of (spec?.successPolicy?.rules ?? []).entries()) {
    const wanted = succeededIndexes === undefined ? succeeded : IndexSet.parse(succeededIndexes, completions);
    const successes = wanted.shared(succeeded);
    if (successes >= (succeededCount ?? wanted.size) && successes > 0) return `Matched rules at index ${index}`;
  }
  return undefined;
}
