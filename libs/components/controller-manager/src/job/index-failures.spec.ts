import type { Plan } from '@klockwork/controller-runtime';
import { type Job, type JobSpec, type JobStatus, jobNames, type Pod } from '@klockwork/resources';
import { aJob, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileJob } from './reconcile-job.ts';

const NOW = Date.UTC(2026, 0, 1, 1);
const LIMITED = { completions: 3, parallelism: 3, completionMode: 'Indexed', backoffLimitPerIndex: 1, backoffLimit: 2_147_483_647 };

function job(spec: Partial<JobSpec> = {}, status: JobStatus = {}): Job {
  const known = { startTime: '2026-01-01T00:59:00Z', ready: 0, terminating: 0, uncountedTerminatedPods: {}, ...status };
  return aJob({ metadata: { resourceVersion: '9' }, spec: { ...LIMITED, ...spec } as object, status: known as object });
}

interface FailureCase {
  phase?: string;
  /** Previous failures of its index. */
  failures?: number;
  ignored?: number;
  /** Seconds since its end. */
  ago?: number;
  exitCode?: number;
  ending?: boolean;
}

function pod(
  owner: Job,
  index: number,
  { phase = 'Running', failures = 0, ignored, ago = 2, exitCode = 1, ending = false }: FailureCase = {},
): Pod {
  const { name: jobName = '', uid = '' } = owner.metadata ?? {};
  const finishedAt = new Date(NOW - ago * 1000).toISOString();
  const state = phase === 'Running' ? { running: {} } : { terminated: { exitCode: phase === 'Succeeded' ? 0 : exitCode, finishedAt } };
  const annotations = {
    [jobNames.completionIndex]: `${index}`,
    [jobNames.indexFailureCount]: `${failures}`,
    ...(ignored === undefined ? {} : { [jobNames.indexIgnoredFailureCount]: `${ignored}` }),
  };
  return aPod({
    metadata: {
      name: `pi-${index}-${failures + (ignored ?? 0)}`,
      labels: { ...owner.spec?.template.metadata?.labels },
      annotations,
      finalizers: [jobNames.trackingFinalizer],
      ...(ending ? { deletionTimestamp: '2026-01-01T01:00:00Z', deletionGracePeriodSeconds: 30 } : {}),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: jobName, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'pi', image: 'perl' }] },
    status: { phase, containerStatuses: [{ name: 'pi', image: 'perl', imageID: '', ready: phase === 'Running', restartCount: 0, state }] },
  });
}

/** Plan as text, one line an action. */
function told({ stages, wakeAt, again }: Plan): string[] {
  const lines = stages.flat().map((action) => {
    if (action.type === 'create') return `create ${action.object.metadata?.generateName} ${countsOf(action.object as Pod)}`;
    if (action.type === 'delete') return `delete ${action.name.name}`;
    if (action.type === 'patch') return `release ${action.name.name}`;
    return action.type === 'update' ? `status ${statusText((action.object as Job).status ?? {})}` : `record ${action.reason}`;
  });
  if (again === true) lines.push('again');
  return wakeAt === undefined ? lines : [...lines, `wake +${(wakeAt.at - NOW) / 1000} ${wakeAt.timer.name}`];
}

function countsOf({ metadata }: Pod): string {
  const counts = [jobNames.indexFailureCount, jobNames.indexIgnoredFailureCount].map((name) => metadata?.annotations?.[name]);
  return counts.filter((count) => count !== undefined).join('+');
}

function statusText({
  active = 0,
  failed = 0,
  completedIndexes = '',
  failedIndexes,
  uncountedTerminatedPods,
  conditions,
}: JobStatus): string {
  const noted = uncountedTerminatedPods?.failed?.length ?? 0;
  const said = (conditions ?? []).map(({ type, reason, message }) => ` ${type}(${reason}: ${message})`).join('');
  return `active=${active} failed=${failed}+${noted} completed=[${completedIndexes}] failed=[${failedIndexes}]${said}`;
}

const policy = (action: string) => ({
  podFailurePolicy: { rules: [{ action, onExitCodes: { operator: 'In', values: [42] } }] },
  podReplacementPolicy: 'Failed',
});

test.each<[string, Partial<JobSpec>, JobStatus, (owner: Job) => Pod[], string[]]>([
  [
    'creates first pods with failure count 0',
    { completions: 2 },
    {},
    () => [],
    ['create pi-0- 0', 'create pi-1- 0', 'status active=2 failed=0+0 completed=[] failed=[]'],
  ],
  [
    'keeps a failed pod until another can inherit its count, ten seconds after it failed',
    {},
    { active: 3, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { phase: 'Failed' }), pod(owner, 2)],
    ['status active=2 failed=0+0 completed=[] failed=[]', 'wake +8 job-pod-back-off'],
  ],
  [
    'replaces the failed pod after the back-off',
    {},
    { active: 2, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { phase: 'Failed', ago: 10 }), pod(owner, 2)],
    ['create pi-1- 1', 'status active=3 failed=0+0 completed=[] failed=[]'],
  ],
  [
    'counts the failed pod once its replacement exists',
    {},
    { active: 3, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { phase: 'Failed', ago: 10 }), pod(owner, 1, { failures: 1 }), pod(owner, 2)],
    ['status active=3 failed=0+1 completed=[] failed=[]', 'release pi-1-0', 'again'],
  ],
  [
    'starts an index while another waits for its back-off',
    { parallelism: 2 },
    { active: 2, failedIndexes: '' },
    (owner) => [pod(owner, 0, { phase: 'Failed' }), pod(owner, 1, { phase: 'Succeeded' })],
    ['create pi-2- 0', 'status active=1 failed=0+0 completed=[1] failed=[]', 'release pi-1-0', 'again'],
  ],
  [
    'fails an index beyond its limit, and continues with the others',
    {},
    { active: 3, failed: 1, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { phase: 'Failed', failures: 1 }), pod(owner, 2)],
    ['status active=2 failed=1+1 completed=[] failed=[1]', 'release pi-1-1', 'again'],
  ],
  [
    'fails when all its indexes have ended and some have failed',
    {},
    { active: 1, failed: 2, failedIndexes: '1', completedIndexes: '0' },
    (owner) => [pod(owner, 2, { phase: 'Succeeded' })],
    [
      'status active=0 failed=2+0 completed=[0,2] failed=[1] FailureTarget(FailedIndexes: Job has failed indexes)',
      'release pi-2-0',
      'again',
    ],
  ],
  [
    'fails when too many of its indexes have failed, and ends the others',
    { maxFailedIndexes: 1, backoffLimitPerIndex: 0 },
    { active: 3, failedIndexes: '' },
    (owner) => [pod(owner, 0, { phase: 'Failed' }), pod(owner, 1, { phase: 'Failed' }), pod(owner, 2)],
    [
      'delete pi-2-0',
      'status active=0 failed=0+3 completed=[] failed=[0,1] FailureTarget(MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes)',
      'release pi-0-0',
      'release pi-1-0',
      'release pi-2-0',
      'again',
    ],
  ],
  [
    'fails an index at once by a rule with action FailIndex',
    { ...policy('FailIndex'), backoffLimitPerIndex: 5 },
    { active: 3, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { phase: 'Failed', exitCode: 42 }), pod(owner, 2)],
    ['status active=2 failed=0+1 completed=[] failed=[1]', 'release pi-1-0', 'again'],
  ],
  [
    'does not count ignored failures, but increases their back-off',
    { ...policy('Ignore'), backoffLimitPerIndex: 0 },
    { active: 2, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { phase: 'Failed', exitCode: 42, ignored: 1, ago: 20 }), pod(owner, 2)],
    ['create pi-1- 0+2', 'status active=3 failed=0+0 completed=[] failed=[]'],
  ],
  [
    'waits for a pod that is on its way out, where only failed ones are replaced',
    { podReplacementPolicy: 'Failed' },
    { active: 3, failedIndexes: '' },
    (owner) => [pod(owner, 0), pod(owner, 1, { ending: true, ago: 60 })],
    ['create pi-2- 0', 'status active=2 failed=0+0 completed=[] failed=[]'],
  ],
])('a Job with a limit for each index %s', (_, spec, status, pods, expected) => {
  const owner = job(spec, status);
  expect(told(reconcileJob({ job: owner, pods: pods(owner), finished: [] }, NOW))).toEqual(expected);
});

test('an invalid failure count in an annotation counts as 0', () => {
  const owner = job({ backoffLimitPerIndex: 0 }, { active: 3, failedIndexes: '' });
  const odd = pod(owner, 1, { phase: 'Failed' });
  Object.assign(odd.metadata?.annotations ?? {}, { [jobNames.indexFailureCount]: '-3' });
  expect(told(reconcileJob({ job: owner, pods: [pod(owner, 0), odd, pod(owner, 2)], finished: [] }, NOW))).toEqual([
    'status active=2 failed=0+1 completed=[] failed=[1]',
    'release pi-1-0',
    'again',
  ]);
});

test('an adopted pod gets the tracking finalizer', () => {
  const owner = job();
  const orphan = pod(owner, 0);
  orphan.metadata = { ...orphan.metadata, finalizers: ['example.com/mine'], ownerReferences: [], resourceVersion: '7' };
  const [adoption] = reconcileJob({ job: owner, pods: [orphan], finished: [] }, NOW).stages.flat();
  expect(adoption).toMatchObject({
    type: 'patch',
    patch: {
      body: {
        metadata: {
          resourceVersion: '7',
          finalizers: ['example.com/mine', jobNames.trackingFinalizer],
          ownerReferences: [{ kind: 'Job', name: 'pi', controller: true }],
        },
      },
    },
  });
});
