import type { ComparedMoment } from './compare.ts';

/** Lab of the user, as the console's server knows it. */
export interface KnownLab {
  readonly name: string;
  readonly path: string;
  /** Set for a fork and an opened tape: the last revision of its copy. */
  readonly forkedAt?: number;
}

/** Lab that can be compared with this one. */
export interface OtherLab extends KnownLab {
  readonly id: string;
  readonly isRunning: boolean;
  readonly isTape: boolean;
  /** Address of its own console. */
  readonly console?: string;
}

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
