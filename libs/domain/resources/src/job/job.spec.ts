import { describe, expect, test } from 'vitest';
import { aJob, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { jobKind } from './job.kind.ts';
import type { Job, JobSpec } from './job.ts';

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] } };
const body = (spec: object = {}, metadata: object = {}) => ({
  metadata: { name: 'pi', namespace: 'default', uid: 'u1', ...metadata },
  spec: { template, ...spec },
});
const NOW = Date.parse('2026-01-01T01:00:00Z');

test('a Job gets defaults, a selector and pod labels', () => {
  const { object, errors } = tryCreate(jobKind, body());
  const labels = {
    'batch.kubernetes.io/controller-uid': 'u1',
    'batch.kubernetes.io/job-name': 'pi',
    'controller-uid': 'u1',
    'job-name': 'pi',
  };
  expect(errors).toEqual([]);
  expect(object.metadata).toMatchObject({ generation: 1, labels });
  expect(object.spec).toMatchObject({
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    manualSelector: false,
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u1' } },
    template: { metadata: { labels } },
  });
});

test.each<[string, object, Partial<JobSpec>]>([
  ['parallelism alone leaves completions open', { parallelism: 3 }, { parallelism: 3 }],
  [
    'a limit per index replaces the common limit',
    { completionMode: 'Indexed', completions: 2, backoffLimitPerIndex: 1 },
    { backoffLimit: 2_147_483_647 },
  ],
  ['a failure policy implies podReplacementPolicy Failed', { podFailurePolicy: { rules: [] } }, { podReplacementPolicy: 'Failed' }],
])('%s', (_, spec, expected) => {
  expect(tryCreate(jobKind, body(spec)).object.spec).toMatchObject(expected);
});

describe('a Job is refused when', () => {
  const MANY = 'must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index';
  const rules = (...given: object[]) => ({ podFailurePolicy: { rules: given } });
  test.each<[string, object, string[]]>([
    [
      'its restart policy is Always',
      { template: { spec: { containers: template.spec.containers } } },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'managedBy is no domain-prefixed path',
      { managedBy: 'kueue' },
      ['spec.managedBy: Invalid value: "kueue": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    ['managedBy is too long', { managedBy: `acme.io/${'x'.repeat(56)}` }, ['spec.managedBy: Too long: may not be more than 63 bytes']],
    [
      'many indexes have a limit each, without a common limit',
      { completionMode: 'Indexed', completions: 100_001, parallelism: 10_001, backoffLimitPerIndex: 1 },
      [
        'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000',
        `spec.parallelism: Invalid value: 10001: ${MANY}`,
      ],
    ],
    [
      'too many indexes may fail',
      { completionMode: 'Indexed', completions: 100_001, parallelism: 1, backoffLimitPerIndex: 1, maxFailedIndexes: 10_001 },
      [`spec.maxFailedIndexes: Invalid value: 10001: ${MANY}`],
    ],
    [
      'a count is negative',
      { completions: -1, backoffLimit: -2 },
      [
        'spec.completions: Invalid value: -1: must be greater than or equal to 0',
        'spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0',
      ],
    ],
    [
      'an Indexed Job lacks completions',
      { completionMode: 'Indexed', parallelism: 2 },
      ['spec.completions: Required value: when completion mode is Indexed'],
    ],
    [
      'a NonIndexed Job limits failures per index',
      { backoffLimitPerIndex: 1 },
      ['spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
    ],
    [
      'its label has another name',
      { template: { ...template, metadata: { labels: { 'job-name': 'tau' } } } },
      [
        `spec.template.metadata.labels[job-name]: Invalid value: {"batch.kubernetes.io/controller-uid":"u1","batch.kubernetes.io/job-name":"pi","controller-uid":"u1","job-name":"tau"}: must be 'pi'`,
      ],
    ],
    [
      'a rule is empty',
      rules({ action: 'Count' }),
      ['spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required'],
    ],
    [
      'a rule is invalid',
      rules({ action: 'Explode', onExitCodes: { containerName: 'x', operator: 'In', values: [3, 0] } }),
      [
        'spec.podFailurePolicy.rules[0].action: Unsupported value: "Explode": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
        'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
        'spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator',
        'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [3,0]: must be ordered',
      ],
    ],
    [
      'a rule lists no codes',
      rules({ action: 'Count', onExitCodes: { operator: 'In' } }),
      ['spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: null: at least one value is required'],
    ],
    [
      'the selector does not match the template',
      { selector: { matchLabels: { 'job-name': 'tau' } } },
      [
        'spec.selector: Invalid value: {"matchLabels":{"batch.kubernetes.io/controller-uid":"u1","job-name":"tau"}}: `selector` not auto-generated',
        'spec.template.metadata.labels: Invalid value: {"batch.kubernetes.io/controller-uid":"u1","batch.kubernetes.io/job-name":"pi","controller-uid":"u1","job-name":"pi"}: `selector` does not match template `labels`',
      ],
    ],
    [
      'a NonIndexed Job has a success policy',
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      ['spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode'],
    ],
    [
      'podReplacementPolicy contradicts the failure policy',
      { podReplacementPolicy: 'TerminatingOrFailed', podFailurePolicy: { rules: [] } },
      ['spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"'],
    ],
    [
      'its success policy is invalid',
      {
        completionMode: 'Indexed',
        completions: 4,
        successPolicy: {
          rules: [{ succeededIndexes: '2,1' }, {}, { succeededIndexes: '0,2', succeededCount: 3 }, { succeededCount: 5 }],
        },
      },
      [
        'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "2,1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1',
        'spec.successPolicy.rules[1]: Required value: at least one of succeededCount or succeededIndexes must be specified',
        'spec.successPolicy.rules[2].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)',
        'spec.successPolicy.rules[3].succeededCount: Invalid value: 5: must be less than or equal to 4 (the number of specified completions)',
      ],
    ],
  ])('a Job is refused when %s', (_, spec, errors) => {
    expect(tryCreate(jobKind, body(spec)).errors).toEqual(errors);
  });
});

test.each<[string, (spec: JobSpec) => void, string[]]>([
  [
    'parallelism',
    (spec) => {
      spec.parallelism = 3;
    },
    [],
  ],
  [
    'suspend',
    (spec) => {
      spec.suspend = true;
    },
    [],
  ],
  [
    'completions',
    (spec) => {
      spec.completions = 3;
    },
    ['spec.completions: Invalid value: 3: field is immutable'],
  ],
  [
    'pod labels',
    (spec) => {
      spec.template.metadata = {};
    },
    [
      `spec.template.metadata.labels[controller-uid]: Required value: must be 'u1'`,
      `spec.template.metadata.labels[job-name]: Required value: must be 'pi'`,
      `spec.template.metadata.labels[batch.kubernetes.io/controller-uid]: Required value: must be 'u1'`,
      `spec.template.metadata.labels[batch.kubernetes.io/job-name]: Required value: must be 'pi'`,
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      expect.stringMatching(/^spec\.template: Invalid value: .*: field is immutable$/),
    ],
  ],
  [
    'failure and success policies',
    (spec) => {
      spec.completionMode = 'NonIndexed';
      spec.podFailurePolicy = { rules: [] };
      spec.podReplacementPolicy = 'Failed';
    },
    ['spec.podFailurePolicy: Invalid value: {"Rules":[]}: field is immutable'],
  ],
  [
    'its mode',
    (spec) => {
      spec.completionMode = 'Indexed';
      spec.parallelism = 1;
    },
    ['spec.completionMode: Invalid value: "Indexed": field is immutable'],
  ],
])('an update may change %s of a Job, or is refused with an error', (_, change, errors) => {
  const stored = tryCreate(jobKind, { ...body(), metadata: { ...body().metadata, resourceVersion: '1' } }).object;
  expect(tryUpdate<Job>(jobKind, stored, (job) => change(job.spec as JobSpec)).errors).toEqual(errors);
});

test('a template changes only while the Job is suspended and was never started, and only in where its pods run', () => {
  const place = (job: Job) => {
    if (job.spec?.template.spec) job.spec.template.spec.nodeSelector = { disk: 'ssd' };
  };
  const suspended = aJob({ spec: { suspend: true } });
  expect(tryUpdate<Job>(jobKind, suspended, place).errors).toEqual([]);
  const terms = [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }];
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } };
  const placed = tryUpdate<Job>(jobKind, suspended, (job) => {
    if (job.spec?.template.spec) job.spec.template.spec.affinity = { nodeAffinity };
  });
  expect(placed.errors).toEqual([]);
  const anywhere = tryUpdate<Job>(jobKind, placed.object, (job) => {
    delete job.spec?.template.spec?.affinity;
  });
  expect(anywhere.errors).toEqual([]);
  expect(tryUpdate<Job>(jobKind, aJob(), place).errors).toEqual([
    expect.stringMatching(/^spec\.template: Invalid value: {"labels":.*"NodeSelector":{"disk":"ssd"},.*}: field is immutable$/),
  ]);
});

const condition = (type: string) => ({ conditions: [{ type, status: 'True' }] });

test.each<[Parameters<typeof aJob>[0], string]>([
  [{}, 'Running 0/1 '],
  [{ status: { startTime: '2026-01-01T00:59:30Z' } }, 'Running 0/1 30s'],
  [
    { spec: { completions: undefined, parallelism: 3 }, status: { succeeded: 1, startTime: '2026-01-01T00:00:00Z' } },
    'Running 1/1 of 3 60m',
  ],
  [
    { status: { ...condition('Complete'), succeeded: 1, startTime: '2026-01-01T00:00:00Z', completionTime: '2026-01-01T00:00:04Z' } },
    'Complete 1/1 4s',
  ],
  [{ status: condition('Failed') }, 'Failed 0/1 '],
  [{ status: condition('FailureTarget') }, 'FailureTarget 0/1 '],
  [{ status: condition('SuccessCriteriaMet') }, 'SuccessCriteriaMet 0/1 '],
  [{ status: condition('Suspended') }, 'Suspended 0/1 '],
  [{ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }, 'Terminating 0/1 '],
])('%j is shown as %s', (overrides, shown) => {
  const { Status, Completions, Duration } = rowOf(jobKind, aJob(overrides), NOW);
  expect(`${Status} ${Completions} ${Duration}`).toBe(shown);
});

test.each<[string, Job, Job, string]>([
  ['a report', aJob(), aJob({ status: { active: 1 } }), 'JobStatusReported'],
  ['the end', aJob(), aJob({ status: condition('Complete') }), 'JobCompleted'],
  [
    'the failure',
    aJob(),
    aJob({ status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] } }),
    'JobFailed',
  ],
])('%s of a Job has its own event', (_, previous, next, type) => {
  expect(jobKind.event({ verb: 'update', subresource: 'status', previous, next }).type).toBe(type);
});

test('suspension and resumption have different events', () => {
  const [running, suspended] = [aJob(), aJob({ spec: { suspend: true } })];
  expect(jobKind.event({ verb: 'update', subresource: '', previous: running, next: suspended }).type).toBe('JobSuspended');
  expect(jobKind.event({ verb: 'update', subresource: '', previous: suspended, next: running }).type).toBe('JobResumed');
});
