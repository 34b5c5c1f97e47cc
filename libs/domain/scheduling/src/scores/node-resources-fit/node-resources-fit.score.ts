import { SCORE_MAX, type Score } from '../../plugin.ts';
import type { ScoringStrategy } from '../../plugin-args.ts';
import { type Usage, usages } from '../usages.ts';

/** Highest score of a point of a shape. Models `MaxCustomPriorityScore`. */
const SHAPE_SCORE_MAX = 10;

/** Scores the use of a node's resources by the strategy of the profile. Models the scores of `plugins/noderesources/fit.go`. */
export const nodeResourcesFitScore: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  score: (candidate, node) => {
    const strategy = candidate.args.nodeResourcesFit.scoringStrategy;
    return strategyScore(strategy, usages(candidate, node, strategy.resources));
  },
};

function strategyScore(strategy: ScoringStrategy, uses: readonly Usage[]): number {
  switch (strategy.type) {
    case 'LeastAllocated':
      return Math.floor(weightedMean(uses, free));
    case 'MostAllocated':
      return Math.floor(weightedMean(uses, used));
    case 'RequestedToCapacityRatio': {
      const scores = (usage: Usage) => shapeScore(strategy.shape, utilization(usage));
      const scoredUsages = uses.filter((usage) => scores(usage) > 0);
      return Math.round(weightedMean(scoredUsages, scores));
    }
    default:
      return strategy satisfies never;
  }
}

function weightedMean(uses: readonly Usage[], score: (usage: Usage) => number): number {
  const weights = uses.reduce((sum, { weight }) => sum + weight, 0);
  return weights === 0 ? 0 : uses.reduce((sum, usage) => sum + score(usage) * usage.weight, 0) / weights;
}

function free({ requested, capacity }: Usage): number {
  return requested > capacity ? 0 : Math.floor(((capacity - requested) * SCORE_MAX) / capacity);
}

/** Assumed requests may exceed the capacity. */
function used({ requested, capacity }: Usage): number {
  return Math.floor((Math.min(requested, capacity) * SCORE_MAX) / capacity);
}

function utilization({ requested, capacity }: Usage): number {
  return requested > capacity ? 100 : Math.floor((requested * 100) / capacity);
}

type Shape = Extract<ScoringStrategy, { readonly type: 'RequestedToCapacityRatio' }>['shape'];

/** Interpolates between the points of a shape. Models `BuildBrokenLinearFunction`. */
function shapeScore(shape: Shape, at: number): number {
  const scaled = (score: number) => (score * SCORE_MAX) / SHAPE_SCORE_MAX;
  const index = shape.findIndex((point) => at <= point.utilization);
  const point = shape.at(index);
  if (point === undefined) return 0;
  const before = index > 0 ? shape[index - 1] : undefined;
  if (before === undefined) return scaled(point.score);
  const rise = (scaled(point.score) - scaled(before.score)) * (at - before.utilization);
  return scaled(before.score) + Math.trunc(rise / (point.utilization - before.utilization));
}
