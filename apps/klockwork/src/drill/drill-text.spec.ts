import type { DrillDistribution } from '@klockwork/drills';
import { expect, test } from 'vitest';
import { distributionText } from './drill-text.ts';

test('the text of a distribution names counts, scores and the replay of the worst seed', () => {
  const distribution: DrillDistribution = {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'DrillDistribution', schemaVersion: 1, drill: 'small', runs: 2 },
    verdicts: { Passed: 1, Failed: 1, Inconclusive: 0 },
    score: { min: 50, p10: 50, median: 50, max: 100 },
    worst: { seed: 5, verdict: 'Failed', score: 50, replay: 'klockwork drill run small --seed 5' },
    results: [],
  };
  expect(distributionText(distribution).split('\n')).toEqual([
    'small: 2 seeds: 1 passed, 1 failed, 0 inconclusive',
    'score: lowest 50, tenth percentile 50, median 50, highest 100',
    'worst: seed 5: Failed, 50 points',
    'replay: klockwork drill run small --seed 5',
  ]);
});
