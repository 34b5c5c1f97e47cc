import { describe, expect, test } from 'vitest';
import { aJob, texts } from '../testing/index.ts';
import { jobKind } from './job.kind.ts';
import type { JobSpec, JobStatus } from './job.ts';

const NOW = '2026-01-01T00:01:00Z';
const EARLIER = '2026-01-01T00:00:00Z';
const indexed = { completionMode: 'Indexed', completions: 5 };

const conditions = (...types: string[]): JobStatus => ({ conditions: types.map((type) => ({ type, status: 'True' })) });

/** Returns the errors of a status update for a Job with this spec. */
function refusals(before: JobStatus, after: JobStatus, spec: Partial<JobSpec> = {}): string[] {
  const errors = jobKind.status?.validateUpdate(aJob({ spec, status: after }), aJob({ spec, status: before })) ?? [];
  return texts(errors).map((text) => text.replace(/^status\./, ''));
}

test('a status update of the Job controller is valid while a Job runs, suspends, resumes and ends', () => {
  const started = { startTime: EARLIER, active: 1, ready: 1 };
  const suspended = { startTime: EARLIER, ...conditions('Suspended') };
  const resumed = { startTime: NOW, conditions: [{ type: 'Suspended', status: 'False' }] };
  const met = { startTime: NOW, succeeded: 1, ...conditions('SuccessCriteriaMet') };
  const complete = { ...met, completionTime: NOW, ...conditions('SuccessCriteriaMet', 'Complete') };
  const steps: JobStatus[] = [{}, started, suspended, resumed, met, complete, complete];
  expect(steps.slice(1).flatMap((after, index) => refusals(steps[index] as JobStatus, after))).toEqual([]);
  expect(refusals(suspended, complete, { suspend: true, completions: 0 })).toEqual([]);
});

describe('a terminal condition is refused', () => {
  const end = (...types: string[]): JobStatus => ({ startTime: EARLIER, completionTime: NOW, ...conditions(...types) });
  test.each<[string, JobStatus, JobStatus, string[]]>([
    [
      'follows another one',
      {},
      end('Complete', 'Failed'),
      [
        'conditions: Invalid value: cannot set Complete=True and Failed=true conditions',
        'conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition',
        'conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
      ],
    ],
    [
      'contradicts FailureTarget',
      end('SuccessCriteriaMet', 'Complete'),
      end('SuccessCriteriaMet', 'Complete', 'FailureTarget'),
      [
        'conditions: Invalid value: cannot set Complete=True and FailureTarget=true conditions',
        'conditions: Invalid value: cannot set SuccessCriteriaMet=True and FailureTarget=true conditions',
      ],
    ],
    [
      'lacks a time',
      { startTime: EARLIER, ...conditions('SuccessCriteriaMet') },
      { startTime: EARLIER, ...conditions('SuccessCriteriaMet', 'Complete') },
      ['completionTime: Required value: completionTime is required for Complete jobs'],
    ],
    [
      'precedes the start',
      { startTime: NOW, ...conditions('SuccessCriteriaMet') },
      { startTime: NOW, completionTime: EARLIER, ...conditions('SuccessCriteriaMet', 'Complete') },
      [`completionTime: Invalid value: "${EARLIER}": must be equal to or after \`startTime\``],
    ],
    [
      'is not announced',
      { startTime: EARLIER },
      { startTime: EARLIER, completionTime: NOW },
      [`completionTime: Invalid value: "${NOW}": cannot set completionTime when there is no Complete=True condition`],
    ],
    [
      'has active pods',
      conditions('FailureTarget'),
      { active: 1, terminating: 1, uncountedTerminatedPods: { failed: ['a'] }, ...conditions('FailureTarget', 'Failed') },
      [
        'active: Invalid value: 1: active>0 is invalid for finished job',
        'startTime: Required value: startTime is required for finished job',
        'uncountedTerminatedPods: Invalid value: {"Succeeded":null,"Failed":["a"]}: must be empty for finished job',
        'terminating: Invalid value: 1: terminating>0 is invalid for finished job',
      ],
    ],
    [
      'is removed',
      end('SuccessCriteriaMet', 'Complete'),
      { startTime: EARLIER },
      [
        'conditions: Invalid value: cannot disable the terminal Complete=True condition',
        'conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition',
      ],
    ],
    [
      'is justified later',
      end('Complete'),
      end('Complete', 'SuccessCriteriaMet'),
      ['conditions: Invalid value: cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'],
    ],
  ])('a terminal condition is refused that %s', (_, before, after, errors) => {
    expect(refusals(before, after)).toEqual(errors);
  });

  test('a terminal condition is refused that contradicts the success policy', () => {
    const successPolicy = { rules: [{ succeededCount: 1 }] };
    expect(refusals(end('Complete'), { ...end('Complete'), ready: 0 }, { ...indexed, successPolicy })).toEqual([
      'conditions: Invalid value: cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True',
    ]);
  });
});

describe('counts are refused', () => {
  test.each<[string, JobStatus, JobStatus, Partial<JobSpec>, string[]]>([
    [
      'are negative',
      {},
      { active: -1, ready: -2 },
      {},
      ['active: Invalid value: -1: must be greater than or equal to 0', 'ready: Invalid value: -2: must be greater than or equal to 0'],
    ],
    ['exceed the number of pods', {}, { active: 1, ready: 2 }, {}, ['ready: Invalid value: 2: cannot set more ready pods than active']],
    [
      'decrease',
      { failed: 2, succeeded: 2 },
      { failed: 1 },
      { completions: 3 },
      [
        'failed: Invalid value: 1: cannot decrease the failed counter',
        'succeeded: Invalid value: 0: cannot decrease the succeeded counter',
      ],
    ],
    ['decrease with the Job', { succeeded: 2 }, { succeeded: 1 }, { ...indexed, parallelism: 5 }, []],
    [
      'have a duplicate pod',
      {},
      { uncountedTerminatedPods: { succeeded: ['a', ''], failed: ['a'] } },
      {},
      [
        'uncountedTerminatedPods.succeeded[1]: Invalid value: "": must not be empty',
        'uncountedTerminatedPods.failed[0]: Duplicate value: "a"',
      ],
    ],
    [
      'are indexes of a NonIndexed Job',
      {},
      { completedIndexes: '0', failedIndexes: '1' },
      { completions: 5 },
      [
        'completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
        'failedIndexes: Invalid value: "1": cannot set non-null failedIndexes when backoffLimitPerIndex is null',
      ],
    ],
    [
      'are unreadable',
      {},
      { completedIndexes: '0-1-2', failedIndexes: '4,x' },
      { ...indexed, backoffLimitPerIndex: 1 },
      [
        'completedIndexes: Invalid value: "0-1-2": error parsing completedIndexes: the fragment "0-1-2" violates the requirement that an index interval can have at most two parts separated by \'-\'',
        'failedIndexes: Invalid value: "4,x": error parsing failedIndexes: cannot convert string to integer for index: "x"',
      ],
    ],
    [
      'contradict each other for an index',
      { failedIndexes: '0,2', completedIndexes: '3-4' },
      { failedIndexes: '0,2', completedIndexes: '2-4' },
      { ...indexed, backoffLimitPerIndex: 1 },
      ['failedIndexes: Invalid value: "0,2": failedIndexes and completedIndexes overlap at index: 2'],
    ],
    ['but not those that stood there before', { active: 1, ready: 2 }, { active: 1, ready: 2, succeeded: 1 }, {}, []],
  ])('counts are refused that %s', (_, before, after, spec, errors) => {
    expect(refusals(before, after, spec)).toEqual(errors);
  });
});

test('times are immutable, except for a suspended Job', () => {
  expect(refusals({ startTime: EARLIER }, { startTime: NOW })).toEqual([
    'startTime: Required value: startTime cannot be removed for unsuspended job',
  ]);
  expect(refusals({ startTime: EARLIER }, {}, { suspend: true })).toEqual([]);
  const ended = { startTime: EARLIER, ...conditions('SuccessCriteriaMet', 'Complete') };
  expect(refusals({ ...ended, completionTime: EARLIER }, { ...ended, completionTime: NOW })).toEqual([
    `completionTime: Invalid value: "${NOW}": field is immutable`,
  ]);
});
