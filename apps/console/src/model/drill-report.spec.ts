import { expect, test } from 'vitest';
import { reportOfDrill, reportOfFile } from './drill-report.ts';

const run = { verdict: 'Failed', message: 'one objective was violated', score: 60, replay: 'npx klockwork drill run x' };
const measures = [
  { name: 'failedRequests', value: 4, unit: 'requests' },
  { name: 'timeToRecoverSeconds', value: null, unit: 's' },
];
const common = { ...run, title: 'A cut', measures: [['failedRequests', '4 requests']] };

test('a Drill of the lab is shown with its newest run', () => {
  const metadata = { name: 'cut', uid: 'u', resourceVersion: '1' };
  const objective = { name: 'ready', window: 'always', met: false, violations: 2, firstViolation: 'available = 0' };
  const status = { ...run, measures, phase: 'Completed', objectives: [objective] };
  expect(reportOfDrill({ kind: 'Drill', apiVersion: 'klockwork.dev/v1alpha1', metadata, spec: { title: 'A cut' }, status })).toEqual({
    ...{ ...common, name: 'cut', phase: 'Completed' },
    objectives: [{ name: 'ready', window: 'always', met: false, violations: 2, value: 'available = 0', prevention: '', causes: '' }],
  });
  expect(reportOfDrill({ kind: 'Drill', apiVersion: 'klockwork.dev/v1alpha1', metadata })).toMatchObject({
    ...{ title: 'cut', phase: 'Pending', verdict: '', objectives: [] },
  });
});

test('a saved result has prevention and causes, and other files are refused', () => {
  const violations = [{ value: 'available = 0', causes: '10:00 NodeBecameNotReady' }];
  const objective = { name: 'ready', window: 'always', met: false, violationCount: 9, violations, prevention: 'More replicas.' };
  const text = JSON.stringify({ ...run, kind: 'DrillResult', drill: 'cut', title: 'A cut', measures, objectives: [objective] });
  expect(reportOfFile(text)).toEqual({
    ...{ ...common, name: 'cut', phase: '' },
    objectives: [
      {
        ...{ name: 'ready', window: 'always', met: false, violations: 9, value: 'available = 0' },
        ...{ prevention: 'More replicas.', causes: '10:00 NodeBecameNotReady' },
      },
    ],
  });
  expect(['null', '{}', 'kind: Drill'].map(reportOfFile)).toEqual([undefined, undefined, undefined]);
});
