import { type DrillDistribution, type DrillResult, readDrillResult, resultJsonSchema } from '@klockwork/drills';
import { describe, expect, test } from 'vitest';
import { reportText } from './report.ts';
import { REPORT_FORMATS } from './report-formats.ts';

const HOSTILE = '<script>alert("1")</script> & \u001b[31m ]]> ``` | [x](http://y)\u202e';

const MOMENT = { revision: 812, time: '2026-01-01T00:10:00.000Z', elapsedMs: 600_000 };

function resultWith(fields: Partial<DrillResult> = {}): DrillResult {
  return {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'DrillResult', schemaVersion: 1, drill: 'power-cut' },
    ...{ title: 'A node loses power', description: '', verdict: 'Failed', reason: 'ObjectivesViolated' },
    ...{ message: '1 of 2 objectives was violated', score: 40, seed: 7, logHash: '0123456789abcdef' },
    objectives: [
      {
        name: 'open',
        expression: "available('deploy/web') >= 1",
        window: 'always',
        weight: 3,
        met: true,
        violations: [],
        violationCount: 0,
      },
      {
        ...{ name: 'few fail', expression: "failedRequests('shoppers') < 3", window: 'atEnd', weight: 2, met: false, violationCount: 4 },
        violations: [{ ...MOMENT, value: "failedRequests('shoppers') = 9", causes: 'pods/web was deleted:\n  because its node failed' }],
        prevention: 'Two replicas on different nodes.',
      },
    ],
    measures: [
      { name: 'failedRequests', value: 9, unit: 'requests', weight: 2, limit: 100, share: 0.91 },
      { name: 'timeToRecoverSeconds', value: null, unit: 's', note: 'it did not recover' },
    ],
    load: [
      {
        ...{ name: 'shoppers', target: 'web:80', sent: 100, answered: 91, failed: 9, failures: { timeout: 9 } },
        latencyMs: { p50: 0, p99: 2, max: 3 },
      },
    ],
    steadyState: { conditions: ['deploy/web condition=Available'], before: true, losses: 1, lostMs: 40_000, after: true },
    faults: [{ name: 'power', step: 'power-cut', type: 'NodePowerLoss', touched: 1, names: ['node-2'], message: '1 node' }],
    timeline: [{ ...MOMENT, type: 'step', text: 'power-cut', problem: 'late' }],
    revisions: { first: 500, last: 900 },
    labTime: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:15:00.000Z', ms: 900_000 },
    replay: 'npx klockwork drill run power-cut --seed 7',
    ...fields,
  } as DrillResult;
}

const DISTRIBUTION: DrillDistribution = {
  ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'DrillDistribution', schemaVersion: 1, drill: 'power-cut', runs: 2 },
  verdicts: { Passed: 1, Failed: 1, Inconclusive: 0 },
  score: { min: 40, p10: 40, median: 40, max: 100 },
  worst: { seed: 8, verdict: 'Failed', score: 40, replay: 'npx klockwork drill run power-cut --seed 8' },
  results: [
    { seed: 7, verdict: 'Passed', score: 100, logHash: 'aa' },
    { seed: 8, verdict: 'Failed', score: 40, logHash: 'bb' },
  ],
};

describe.each(REPORT_FORMATS)('a report as %s', (format) => {
  test('a report names verdict, violation, causes, prevention and replay', () => {
    const text = reportText(resultWith(), format).replaceAll('\\', '').replaceAll('&#39;', "'");
    for (const part of ['few fail', "failedRequests('shoppers') = 9", 'because its node failed', 'Two replicas on different nodes.'])
      expect(text).toContain(part);
    expect(text).toContain('drill run power-cut --seed 7');
  });

  test('a report of hostile names has no control characters, and none of their markup', () => {
    const { objectives, ...rest } = resultWith({ title: HOSTILE, message: HOSTILE, replay: HOSTILE });
    const text = reportText({ ...rest, objectives: objectives.map((objective) => ({ ...objective, name: HOSTILE })) }, format);
    for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character);
    if (format === 'junit' || format === 'html') expect(text).not.toMatch(/<script|\]\]>/);
  });

  test('a distribution names its worst seed and the replay', () => {
    const text = reportText(DISTRIBUTION, format).replaceAll('\\', '');
    expect(text).toContain('--seed 8');
    expect(text).toContain('40');
  });
});

test('JUnit counts failures by objective, and an inconclusive drill is an error', () => {
  expect(reportText(resultWith(), 'junit')).toContain('tests="3" failures="1" errors="0" skipped="0"');
  const inconclusive = reportText(resultWith({ verdict: 'Inconclusive', reason: 'NotSteady', message: 'not steady' }), 'junit');
  expect(inconclusive).toContain('tests="3" failures="0" errors="1" skipped="2"');
  expect(inconclusive).toContain('<error message="NotSteady: not steady">');
});

test('code blocks of Markdown are longer than the backticks of their lines', () => {
  expect(reportText(resultWith({ replay: '````' }), 'markdown')).toContain('`````text\n````\n`````');
});

test('results and distributions are read back from their JSON', () => {
  const [result, distribution] = [resultWith({ played: 'spread' }), DISTRIBUTION];
  expect(readDrillResult(JSON.parse(reportText(result, 'json')))).toEqual(result);
  expect(readDrillResult(JSON.parse(reportText(distribution, 'json')))).toEqual(distribution);
});

test('other values are refused with all errors', () => {
  expect(readDrillResult({ kind: 'Pod' })).toHaveProperty('errors');
  const { verdict: _, ...rest } = resultWith();
  const read = readDrillResult({ ...rest, colour: 'red', score: 'high' });
  const fields = 'errors' in read ? read.errors.map(({ field }) => field) : [];
  expect(fields.toSorted()).toEqual(['colour', 'score', 'verdict']);
});

test('the JSON schema has closed objects, and null as a type of values', () => {
  const text = JSON.stringify(resultJsonSchema());
  expect(text).toContain('"value":{"type":["number","null"]}');
  expect(text).toContain('"additionalProperties":false');
  expect(text).not.toContain('nullable');
});
