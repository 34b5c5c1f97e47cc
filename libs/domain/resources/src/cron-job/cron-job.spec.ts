import { expect, test } from 'vitest';
import { aCronJob, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { cronJobKind } from './cron-job.kind.ts';
import type { CronJob, CronJobSpec } from './cron-job.ts';

const jobTemplate = { spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main', image: 'busybox' }] } } } };
const body = (spec: object, name = 'tick') => ({
  metadata: { name, namespace: 'default' },
  spec: { schedule: '* * * * *', jobTemplate, ...spec },
});

test('a CronJob gets defaults, and its Job template only pod defaults', () => {
  const { object, errors } = tryCreate(cronJobKind, body({}));
  expect(errors).toEqual([]);
  expect(object.spec).toMatchObject({
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  expect(object.spec?.jobTemplate.metadata).toEqual({});
  expect(object.spec?.jobTemplate.spec).not.toHaveProperty('completions');
  expect(object.spec?.jobTemplate.spec?.template.spec).toMatchObject({ dnsPolicy: 'ClusterFirst', restartPolicy: 'OnFailure' });
});

test.each<[object, string | undefined, string[]]>([
  [{ schedule: '' }, undefined, ['spec.schedule: Required value']],
  [{ schedule: '61 * * * *' }, undefined, ['spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61']],
  [
    { schedule: 'TZ=Asia/Seoul 0 * * * *' },
    undefined,
    ['spec.schedule: Invalid value: "TZ=Asia/Seoul 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead'],
  ],
  [
    { schedule: 'CRON_TZ=Asia/Seoul 61 * * * *' },
    undefined,
    [
      'spec.schedule: Invalid value: "CRON_TZ=Asia/Seoul 61 * * * *": end of range (61) above maximum (59): 61',
      'spec.schedule: Invalid value: "CRON_TZ=Asia/Seoul 61 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
  ],
  [
    { jobTemplate: { spec: { ...jobTemplate.spec, backoffLimitPerIndex: 1 } } },
    undefined,
    ['spec.jobTemplate.spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
  ],
  [{ timeZone: 'Mars/Olympus' }, undefined, ['spec.timeZone: Invalid value: "Mars/Olympus": unknown time zone Mars/Olympus']],
  [{ timeZone: '' }, undefined, ['spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string']],
  [{ timeZone: 'Asia/Seoul' }, undefined, []],
  [
    { concurrencyPolicy: 'Queue' },
    undefined,
    ['spec.concurrencyPolicy: Unsupported value: "Queue": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [{ startingDeadlineSeconds: -1 }, undefined, ['spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0']],
  [
    { jobTemplate: { spec: { ...jobTemplate.spec, manualSelector: true } } },
    undefined,
    ['spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"'],
  ],
  [{}, 'x'.repeat(53), [`metadata.name: Invalid value: "${'x'.repeat(53)}": must be no more than 52 characters`]],
])('a CronJob with %j is validated', (spec, name, errors) => {
  expect(tryCreate(cronJobKind, body(spec, name)).errors).toEqual(errors);
});

test('a CronJob is printed with its schedule and last scheduled time', () => {
  const now = Date.parse('2026-01-01T01:00:30Z');
  expect(rowOf(cronJobKind, aCronJob(), now)).toMatchObject({
    Schedule: '* * * * *',
    Timezone: '<none>',
    Suspend: 'False',
    Active: 0,
    'Last Schedule': '<none>',
  });
  const due = aCronJob({
    spec: { suspend: true, timeZone: 'Asia/Seoul' },
    status: { lastScheduleTime: '2026-01-01T01:00:00Z', active: [{ name: 'a' }] },
  });
  expect(rowOf(cronJobKind, due, now)).toMatchObject({ Timezone: 'Asia/Seoul', Suspend: 'True', Active: 1, 'Last Schedule': '30s' });
});

test('a change of a CronJob has an event name', () => {
  const name = (previous: CronJob, next: CronJob, subresource = '') =>
    cronJobKind.event({ verb: 'update', subresource, previous, next }).type;
  const [plain, suspended] = [aCronJob(), aCronJob({ spec: { suspend: true } })];
  expect([name(plain, suspended), name(suspended, plain)]).toEqual(['CronJobSuspended', 'CronJobResumed']);
  expect(name(plain, aCronJob({ status: { lastScheduleTime: '2026-01-01T01:00:00Z' } }), 'status')).toBe('CronJobScheduled');
  expect(name(plain, aCronJob({ status: { active: [{ name: 'a' }] } }), 'status')).toBe('CronJobStatusReported');
});

test('all fields of a CronJob may change', () => {
  const change = (cronJob: CronJob) => Object.assign(cronJob.spec as CronJobSpec, { schedule: '@daily', suspend: true });
  const { object, errors } = tryUpdate<CronJob>(cronJobKind, aCronJob(), change);
  expect([errors, object.metadata?.generation]).toEqual([[], 2]);
});

test('names and sizes that break its Jobs cause a warning', () => {
  const spec = { ...jobTemplate.spec, completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 };
  expect(tryCreate(cronJobKind, body({ jobTemplate: { spec } }, 'a.b')).warnings).toEqual([
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
    'spec.jobTemplate.spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail',
  ]);
});
