import type { DrillSummary, ObjectiveProgress, ObjectiveResult } from '@klockwork/drills';
import { expect, test } from 'vitest';
import { drillsOf, elapsedText, isActive, leftText, loadBars, objectivesOf } from './drill-run.ts';

function drill(name: string, level: string, category = 'repair'): DrillSummary {
  return { name, level, category, title: '', description: '', teaches: '', isPlayable: true, hintCosts: [], solutions: [] };
}

test('drills of a category are sorted by level, then by name', () => {
  const items = [drill('d', 'advanced'), drill('c', 'beginner'), drill('b', 'beginner'), drill('a', 'beginner', 'failure')];
  expect(drillsOf(items, 'repair').map(({ name }) => name)).toEqual(['b', 'c', 'd']);
});

test.each([
  ['Preparing', true],
  ['Running', true],
  ['Turn', true],
  ['Judging', true],
  ['Completed', false],
  ['Stopped', false],
  ['Failed', false],
  ['Interrupted', false],
] as const)('a run in the phase %s is active: %s', (phase, expected) => {
  expect(isActive({ phase })).toBe(expected);
});

test.each([
  [599_999, '10:00'],
  [59_001, '1:00'],
  [9_000, '0:09'],
  [3_600_000, '1:00:00'],
  [-5, '0:00'],
])('%d ms are left as %s', (ms, text) => {
  expect(leftText(ms)).toBe(text);
});

test.each([
  [346_000, '+5m46s'],
  [-14_000, '-14s'],
  [0, '+0s'],
])('%d ms after the beginning are written as %s', (ms, text) => {
  expect(elapsedText(ms)).toBe(text);
});

const CONDITION = { name: 'served', window: '', violations: 0, value: '', causes: '', prevention: '' };

test('the player sees conditions only, a watcher states, and the end the first violation with its causes', () => {
  const turn = { elapsedMs: 0, conditions: [{ name: 'served', met: false }] };
  expect(objectivesOf({ turn })).toEqual([{ ...CONDITION, state: 'Broken' }]);
  const violatedAt = { revision: 7, time: '', elapsedMs: 9, value: 'available = 0' };
  const served: ObjectiveProgress = { name: 'served', window: 'always', weight: 2, state: 'Violated', violations: 1, violatedAt };
  const progress = { objectives: [served] };
  const shown = { name: 'served', window: 'always', weight: 2, state: 'Violated', violations: 1, value: 'available = 0' };
  const at = { revision: 7, elapsedMs: 9 };
  expect(objectivesOf({ turn, progress })).toEqual([{ ...shown, at, causes: '', prevention: '' }]);
  const judged: readonly ObjectiveResult[] = [
    {
      ...{ name: 'served', expression: '', window: 'always', weight: 2, met: false },
      ...{ violations: [{ ...violatedAt, causes: 'rev 7' }], violationCount: 1 },
    },
    {
      ...{ name: 'calm', expression: '', window: 'atEnd', weight: 1, met: true },
      ...{ violations: [], violationCount: 0, prevention: 'More pods.' },
    },
  ];
  expect(objectivesOf({ turn, progress, result: { objectives: judged } })).toEqual([
    { ...shown, at, causes: 'rev 7', prevention: '' },
    { name: 'calm', window: 'atEnd', weight: 1, state: 'Met', violations: 0, value: '', causes: '', prevention: 'More pods.' },
  ]);
});

test('failed requests stand on answered ones, in bars of equal width', () => {
  const buckets = [
    { elapsedMs: 0, answered: 4, failed: 0 },
    { elapsedMs: 1_000, answered: 1, failed: 1 },
  ];
  expect(loadBars({ buckets })).toEqual([
    { key: '0-answered', isFailed: false, x: 0, width: 0.5, y: 0, height: 1 },
    { key: '1000-answered', isFailed: false, x: 0.5, width: 0.5, y: 0.75, height: 0.25 },
    { key: '1000-failed', isFailed: true, x: 0.5, width: 0.5, y: 0.5, height: 0.25 },
  ]);
  expect(loadBars({ buckets: [] })).toEqual([]);
});
