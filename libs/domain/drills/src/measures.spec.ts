import { expect, test } from 'vitest';
import type { MeasureName } from './drill.ts';
import type { ObjectiveResult } from './drill-result.ts';
import { type MeasuredRun, measureResults, scoreOf } from './measures.ts';

const RUN: MeasuredRun = {
  ...{ disruptedAt: 10_000, losses: [{ at: 14_000, until: 40_000, conditions: ['web'] }], hasSteadyState: true, lostMs: 26_000 },
  ...{ failedSeconds: 20, failedRequests: 35, budgetViolations: 1, podsLost: 2 },
};

function measured(name: MeasureName, run: Partial<MeasuredRun>, limit?: number) {
  const weighted = limit === undefined ? [] : [{ name, weight: 1, limit }];
  const { value, note, share } = measureResults({ ...RUN, ...run }, weighted).find((result) => result.name === name) ?? {};
  return { value, ...(note !== undefined && { note }), ...(share !== undefined && { share }) };
}

test.each<[MeasureName, Partial<MeasuredRun>, number | null, string?]>([
  ['timeToDetectSeconds', {}, 4],
  ['timeToRecoverSeconds', {}, 30],
  ['timeToDetectSeconds', { losses: [] }, null, 'the steady state was never lost'],
  ['timeToDetectSeconds', { hasSteadyState: false }, null, 'the drill has no steady state'],
  ['timeToDetectSeconds', { disruptedAt: undefined }, null, 'no step of the drill changed the cluster'],
  ['timeToRecoverSeconds', { losses: [{ at: 14_000, conditions: [] }] }, null, 'the steady state was not regained'],
  ['timeToDetectSeconds', { losses: [{ at: 1_000, until: 2_000, conditions: [] }] }, null, 'the steady state was never lost'],
  ['unavailableSeconds', {}, 20],
  ['unavailableSeconds', { failedSeconds: undefined }, 26],
  ['failedRequests', {}, 35],
  ['budgetViolations', {}, 1],
  ['podsLost', {}, 2],
])('the measure %s of a run with %o has the value %s', (name, run, value, note) => {
  expect(measured(name, run)).toEqual({ value, ...(note !== undefined && { note }) });
});

test.each<[string, Partial<MeasuredRun>, number]>([
  ['half of its limit', {}, 0.5],
  ['a value above its limit', { losses: [{ at: 14_000, until: 400_000, conditions: [] }] }, 0],
  ['a lost steady state without recovery', { losses: [{ at: 14_000, conditions: [] }] }, 0],
  ['a steady state that was kept', { losses: [] }, 1],
])('the share of a recovery is right for %s', (_, run, share) => {
  expect(measured('timeToRecoverSeconds', run, 60).share).toBe(share);
});

function objective(weight: number, met: boolean): ObjectiveResult {
  return { name: 'one', expression: 'true', window: 'atEnd', weight, met, violations: [], violationCount: met ? 0 : 1 };
}

test('the score is the met share of all weights, and 100 without weights', () => {
  expect(scoreOf([], [])).toBe(100);
  expect(scoreOf([objective(3, true), objective(1, false)], [])).toBe(75);
  expect(scoreOf([objective(1, true)], measureResults(RUN, [{ name: 'failedRequests', weight: 1, limit: 70 }]))).toBe(75);
});
