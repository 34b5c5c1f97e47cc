import { type Candidate, SCORE_MAX, type Score } from '../../plugin.ts';
import { usages } from '../usages.ts';

/** Prefers nodes with balanced shares of resources; pods without requests have no share. Models `balanced_allocation.go`. */
export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  isSkipped: ({ requests, args }) => args.nodeResourcesBalancedAllocation.resources.every(({ name }) => !requests[name]),
  score: (candidate, node) => {
    const { resources } = candidate.args.nodeResourcesBalancedAllocation;
    const shares = usages(asRequested(candidate), node, resources).map(({ requested, capacity }) => Math.min(1, requested / capacity));
    return Math.trunc((1 - deviation(shares)) * SCORE_MAX);
  },
};

/** This score counts only real requests. */
function asRequested({ requests }: Candidate): Pick<Candidate, 'requests'> {
  return { requests };
}

/** Returns the standard deviation. */
function deviation(shares: readonly number[]): number {
  const [a = 0, b = a] = shares;
  if (shares.length <= 2) return Math.abs(a - b) / 2;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length);
}
