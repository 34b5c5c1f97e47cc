import type { KnownLab } from '@klockwork/console';
import type { ComparedMoment } from './compare.ts';

/** Revisions that two labs may have in common, the newest first: moments of forks, and the end of the shorter log. */
export function commonCandidates(labs: readonly KnownLab[], ends: readonly ComparedMoment[]): readonly number[] {
  const shorter = Math.min(...ends.map(({ revision }) => revision));
  const forks = labs.flatMap(({ forkedAt }) => forkedAt ?? []);
  return [...new Set([...forks, shorter])].filter((revision) => revision > 0 && revision <= shorter).sort((one, other) => other - one);
}

/** True if two labs have the same event at a revision: events of both futures differ in their instants. */
export function isSameMoment(own: ComparedMoment | undefined, other: ComparedMoment | undefined): boolean {
  return own !== undefined && other !== undefined && own.revision === other.revision && own.at === other.at;
}
