import { SCORE_MAX, type Score } from '../../plugin.ts';
import { requestedFraction } from '../requested-fraction.ts';

/** Prefers nodes with more free resources. Models `plugins/noderesources/least_allocated.go` with its default weights. */
export const leastAllocated: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  score: (candidate, node) => {
    const left = (resource: 'cpu' | 'memory') => Math.floor((1 - requestedFraction(candidate, node, resource)) * SCORE_MAX);
    return Math.floor((left('cpu') + left('memory')) / 2);
  },
};
