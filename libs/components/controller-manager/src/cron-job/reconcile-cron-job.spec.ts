import type { Plan } from '@klockwork/controller-runtime';
import type { CronJob, CronJobSpec, CronJobStatus, Job } from '@klockwork/resources';
import { aCronJob, aJob } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileCronJob } from './reconcile-cron-job.ts';

/** Half a minute after the tenth due time since creation. */
const NOW = Date.UTC(2026, 0, 1, 0, 10, 30);

function cronJob(spec: Partial<CronJobSpec> = {}, status: CronJobStatus = {}): CronJob {
  return aCronJob({ spec: spec as object, status: status as object });
}

const named = (minute: number) => `tick-${Math.floor(Date.UTC(2026, 0, 1, 0, minute) / 60_000)}`;

/** Job scheduled for a minute. */
function job(minute: number, ended?: 'Complete' | 'Failed'): Job {
  const time = `2026-01-01T00:${`${minute}`.padStart(2, '0')}:00Z`;
  const conditions = ended === undefined ? [] : [{ type: ended, status: 'True' }];
  return aJob({
    metadata: { name: named(minute), annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': time } },
    status: { startTime: time, conditions, ...(ended === 'Complete' ? { completionTime: time } : {}) },
  });
}

const active = (...jobs: Job[]) => ({ active: jobs.map(({ metadata }) => ({ name: metadata?.name ?? '', uid: metadata?.uid ?? '' })) });
const since = (minute: number) => ({ lastScheduleTime: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString().replace('.000', '') });

function told({ stages, wakeAt }: Plan): string[] {
  const lines = stages.flat().map((action) => {
    if (action.type === 'create') return `create ${action.object.metadata?.name}`;
    if (action.type === 'delete') return `delete ${action.name.name}`;
    if (action.type !== 'update') return action.type === 'record' ? `${action.eventType} ${action.reason}: ${action.message}` : action.type;
    const { active: listed = [], lastScheduleTime = '', lastSuccessfulTime = '' } = (action.object as CronJob).status ?? {};
    return `status active=[${listed.map(({ name }) => name).join(' ')}] ${lastScheduleTime.slice(11, 16)} ${lastSuccessfulTime.slice(11, 16)}`.trim();
  });
  return [...lines, wakeAt === undefined ? 'sleep' : `wake ${new Date(wakeAt.at).toISOString().slice(11, 16)}`];
}

const reconcile = (owner: CronJob, jobs: readonly Job[] = [], now = NOW) => told(reconcileCronJob({ cronJob: owner, jobs }, now));

test.each<[string, CronJob, Job[], string[]]>([
  ['creates the last due Job, and none for missed times', cronJob(), [], [`create ${named(10)}`, 'wake 00:11']],
  ['records the created Job', cronJob({}, since(9)), [job(10)], [`status active=[${named(10)}] 00:10`, 'wake 00:11']],
  ['waits for the next time', cronJob({}, { ...since(10), ...active(job(10)) }), [job(10)], ['wake 00:11']],
  [
    'records an Event about a finished Job',
    cronJob({}, { ...since(10), ...active(job(10)) }),
    [job(10, 'Complete')],
    ['status active=[] 00:10 00:10', `Normal SawCompletedJob: Saw completed job: ${named(10)}, condition: Complete`, 'wake 00:11'],
  ],
  [
    'records an Event about a missing Job',
    cronJob({}, { ...since(10), ...active(job(10)) }),
    [],
    ['status active=[] 00:10', `Normal MissingJob: Active job went missing: ${named(10)}`, 'wake 00:11'],
  ],
  ['lets Jobs run side by side', cronJob({}, { ...since(9), ...active(job(9)) }), [job(9)], [`create ${named(10)}`, 'wake 00:11']],
  [
    'with policy Forbid waits for the running Job',
    cronJob({ concurrencyPolicy: 'Forbid' }, { ...since(9), ...active(job(9)) }),
    [job(9)],
    ['Normal JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid', 'wake 00:11'],
  ],
  [
    'with policy Replace first deletes the running Job',
    cronJob({ concurrencyPolicy: 'Replace' }, { ...since(9), ...active(job(9)) }),
    [job(9)],
    [`delete ${named(9)}`, `create ${named(10)}`, 'wake 00:11'],
  ],
  [
    'records no Event about a replaced Job',
    cronJob({ concurrencyPolicy: 'Replace' }, { ...since(9), ...active(job(9)) }),
    [job(10)],
    [`status active=[${named(10)}] 00:10`, 'wake 00:11'],
  ],
  [
    'keeps three successful Jobs and one failed Job',
    cronJob({}, since(10)),
    [job(1, 'Complete'), job(2, 'Complete'), job(3, 'Complete'), job(4, 'Complete'), job(5, 'Failed'), job(6, 'Failed')],
    [`delete ${named(1)}`, `delete ${named(5)}`, 'status active=[] 00:10 00:04', 'wake 00:11'],
  ],
  [
    'whose schedule never matches gets an Event',
    cronJob({ schedule: '59 23 31 2 *' }),
    [],
    ['Warning InvalidSchedule: invalid schedule: 59 23 31 2 * : time difference between two schedules is less than 1 second', 'sleep'],
  ],
  [
    'that is suspended gets no Event, although its schedule never matches',
    cronJob({ schedule: '59 23 31 2 *', suspend: true }),
    [],
    ['sleep'],
  ],
  ['that is suspended makes nothing', cronJob({ suspend: true }), [], ['sleep']],
  ['is due by its zone', cronJob({ schedule: '10 9 * * *', timeZone: 'Asia/Seoul' }), [], [`create ${named(10)}`, 'wake 00:10']],
])('a CronJob %s', (_, owner, jobs, expected) => {
  expect(reconcile(owner, jobs)).toEqual(expected);
});

test('a foreign Job with the name of a scheduled one causes an UnexpectedJob event', () => {
  const manual = aJob({ metadata: { name: 'by-hand' } });
  expect(reconcile(cronJob({}, since(10)), [manual])).toEqual([
    'Warning UnexpectedJob: Saw a job that the controller did not create or forgot: by-hand',
    'wake 00:11',
  ]);
});

test('a Job past its starting deadline is not created', () => {
  const late = cronJob({ schedule: '0 * * * *', startingDeadlineSeconds: 60 }, { lastScheduleTime: '2025-12-31T22:00:00Z' });
  expect(reconcile(late)).toEqual(['wake 01:00']);
  expect(reconcile(late, [], Date.UTC(2026, 0, 1, 0, 0, 50))).toEqual([`create ${named(0)}`, 'wake 01:00']);
});

test('many missed times are warned of', () => {
  expect(reconcile(cronJob(), [], NOW + 3 * 3_600_000)[0]).toBe(
    'Warning TooManyMissedTimes: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
  );
});

test("the Job's annotation has its scheduled time in the schedule's zone", () => {
  const [create] = reconcileCronJob(
    {
      cronJob: cronJob({ timeZone: 'Asia/Seoul', jobTemplate: { ...aCronJob().spec?.jobTemplate, metadata: { labels: { a: 'b' } } } }),
      jobs: [],
    },
    NOW,
  ).stages.flat();
  expect(create).toMatchObject({
    object: {
      metadata: {
        name: named(10),
        labels: { a: 'b' },
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T09:10:00+09:00' },
        ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', controller: true }],
      },
    },
  });
  expect(create?.onDone?.({ metadata: { name: named(10) } })).toMatchObject({
    reason: 'SuccessfulCreate',
    message: `Created job ${named(10)}`,
  });
});
