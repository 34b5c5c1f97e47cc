import { SCORE_MAX, type Score } from '../../plugin.ts';
import { requestedFraction } from '../requested-fraction.ts';

/** Prefers nodes with balanced fractions of cpu and memory. Models `plugins/noderesources/balanced_allocation.go`. */
export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score: (candidate, node) => {
    const deviation = Math.abs(requestedFraction(candidate, node, 'cpu') - requestedFraction(candidate, node, 'memory')) / 2;
    return Math.floor((1 - deviation) * SCORE_MAX);
  },
};
