import type { Plan } from '@klockwork/controller-runtime';
import { type Job, type JobSpec, type JobStatus, jobNames, type Pod } from '@klockwork/resources';
import { aJob, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { FinishedPods } from './finished-pods.ts';
import { reconcileJob } from './reconcile-job.ts';

const NOW = Date.UTC(2026, 0, 1, 1);
const STARTED = '2026-01-01T00:59:00Z';

function job(spec: Partial<JobSpec> = {}, status: JobStatus = {}): Job {
  const known = { startTime: STARTED, ready: 0, terminating: 0, uncountedTerminatedPods: {}, ...status };
  return aJob({ metadata: { resourceVersion: '9' }, spec: spec as object, status: known as object });
}

/** Pod of `owner`; running by default. */
function pod(
  owner: Job,
  name: string,
  more: { phase?: string; index?: number; counted?: boolean; deleted?: boolean; ended?: string; exitCode?: number } = {},
): Pod {
  const { phase = 'Running', index, counted = false, deleted = false, ended = '2026-01-01T00:59:58Z', exitCode = 1 } = more;
  const { name: jobName = '', uid = '' } = owner.metadata ?? {};
  const terminated = { exitCode: phase === 'Succeeded' ? 0 : exitCode, finishedAt: ended };
  const state = phase === 'Running' ? { running: {} } : { terminated };
  return aPod({
    metadata: {
      name,
      labels: { ...owner.spec?.template.metadata?.labels },
      ...(index === undefined ? {} : { annotations: { [jobNames.completionIndex]: `${index}` } }),
      ...(counted ? {} : { finalizers: [jobNames.trackingFinalizer] }),
      ...(deleted ? { deletionTimestamp: '2026-01-01T01:00:00Z', deletionGracePeriodSeconds: 30 } : {}),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: jobName, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'pi', image: 'perl' }] },
    status: { phase, containerStatuses: [{ name: 'pi', image: 'perl', imageID: '', ready: phase === 'Running', restartCount: 0, state }] },
  });
}

function reconcile(owner: Job, pods: readonly Pod[], now = NOW): Plan {
  const finished = new FinishedPods();
  for (const one of pods) finished.see(owner.metadata?.uid ?? '', one);
  return reconcileJob({ job: owner, pods, finished: finished.of(owner) }, now);
}

/** Plan as text, one line an action. */
function told({ stages, wakeAt, again }: Plan): string[] {
  const lines = stages.flat().map((action) => {
    if (action.type === 'create') return `create ${action.object.metadata?.generateName}`;
    if (action.type === 'delete') return `delete ${action.name.name}`;
    if (action.type === 'patch') return `release ${action.name.name}`;
    return action.type === 'update'
      ? `status ${statusText((action.object as Job).status ?? {})}`
      : `record ${action.reason}: ${action.message}`;
  });
  if (again === true) lines.push('again');
  return wakeAt === undefined ? lines : [...lines, `wake +${(wakeAt.at - NOW) / 1000} ${wakeAt.timer.name}`];
}

function statusText({
  active,
  succeeded,
  failed,
  completedIndexes,
  uncountedTerminatedPods: notes,
  terminating,
  conditions,
}: JobStatus): string {
  const said = (conditions ?? []).map(({ type, status, reason }) => `${type}=${status}(${reason ?? ''})`);
  const counts = Object.entries({ active, succeeded, failed, terminating, completedIndexes }).filter(([, value]) => value);
  const noted = Object.entries(notes ?? {}).map(([what, uids]) => `noted-${what}=${uids.length}`);
  return [...counts.map(([name, value]) => `${name}=${value}`), ...noted, ...said].join(' ');
}

const decided = (type: string, reason: string) => ({ conditions: [{ type, status: 'True', reason, message: 'why' }] });
const three = job({ completions: 3, parallelism: 2 });
const indexed = job({ completions: 3, parallelism: 2, completionMode: 'Indexed' });
const uid = (name: string) => aPod({ metadata: { name } }).metadata?.uid ?? '';

test.each<[string, Job, Pod[], string[]]>([
  ['first creates `parallelism` pods', three, [], ['create pi-', 'create pi-', 'status active=2']],
  [
    'never runs more pods than remaining completions',
    job({ completions: 3, parallelism: 2 }, { succeeded: 2 }),
    [],
    ['create pi-', 'status active=1 succeeded=2'],
  ],
  [
    'records a successful pod, and removes its finalizer',
    three,
    [pod(three, 'a'), pod(three, 'b', { phase: 'Succeeded' })],
    ['create pi-', 'status active=2 noted-succeeded=1', 'release b', 'again'],
  ],
  [
    'counts a noted pod that was let go of',
    job({}, { uncountedTerminatedPods: { succeeded: [uid('a')] } }),
    [pod(job(), 'a', { phase: 'Succeeded', counted: true })],
    ['status succeeded=1 SuccessCriteriaMet=True(CompletionsReached)', 'again'],
  ],
  [
    'is Complete once its success is observed',
    job({}, { succeeded: 1, ...decided('SuccessCriteriaMet', 'CompletionsReached') }),
    [],
    ['status succeeded=1 SuccessCriteriaMet=True(CompletionsReached) Complete=True(CompletionsReached)', 'record Completed: Job completed'],
  ],
  [
    'waits ten seconds after a failure',
    job(),
    [pod(job(), 'a', { phase: 'Failed' })],
    ['status noted-failed=1', 'release a', 'again', 'wake +8 job-pod-back-off'],
  ],
  [
    'waits twenty seconds after the second',
    job({}, { failed: 1 }),
    [pod(job(), 'a', { phase: 'Failed', counted: true, ended: STARTED }), pod(job(), 'b', { phase: 'Failed' })],
    ['status failed=1 noted-failed=1', 'release b', 'again', 'wake +18 job-pod-back-off'],
  ],
  [
    'fails at its limit, and deletes running pods',
    job({ backoffLimit: 0, completions: 2, parallelism: 2 }),
    [pod(job(), 'a', { phase: 'Failed' }), pod(job(), 'b')],
    ['delete b', 'status terminating=1 noted-failed=2 FailureTarget=True(BackoffLimitExceeded)', 'release a', 'release b', 'again'],
  ],
  [
    'is Failed when the last pod has gone',
    job({}, { failed: 2, ...decided('FailureTarget', 'BackoffLimitExceeded') }),
    [],
    ['status failed=2 FailureTarget=True(BackoffLimitExceeded) Failed=True(BackoffLimitExceeded)', 'record BackoffLimitExceeded: why'],
  ],
  [
    'is not Failed while a pod is ending',
    job({}, { failed: 1, terminating: 1, ...decided('FailureTarget', 'BackoffLimitExceeded') }),
    [pod(job(), 'b', { deleted: true, counted: true })],
    [],
  ],
  [
    'schedules a reconcile at its deadline',
    job({ activeDeadlineSeconds: 90 }, { active: 1 }),
    [pod(job(), 'a')],
    ['wake +30 job-active-deadline'],
  ],
  [
    'fails at its deadline',
    job({ activeDeadlineSeconds: 60 }, { active: 1 }),
    [pod(job(), 'a')],
    ['delete a', 'status terminating=1 noted-failed=1 FailureTarget=True(DeadlineExceeded)', 'release a', 'again'],
  ],
  [
    'deletes its pods when suspended',
    job({ suspend: true }, { active: 1 }),
    [pod(job(), 'a')],
    ['release a', 'delete a', 'status terminating=1 Suspended=True(JobSuspended)', 'record Suspended: Job suspended'],
  ],
  [
    'restarts its deadline when resumed',
    job({}, decided('Suspended', 'JobSuspended')),
    [],
    ['create pi-', 'status active=1 Suspended=False(JobResumed)', 'record Resumed: Job resumed'],
  ],
  [
    'ends pods that are too many',
    job({ parallelism: 1, completions: 3 }, { active: 2 }),
    [pod(job(), 'a'), pod(job(), 'b', { phase: 'Pending' })],
    ['release b', 'delete b', 'status active=1 terminating=1'],
  ],
  [
    'replaces a pod that is on its way out, ten seconds after that began',
    job({}, { active: 1 }),
    [pod(job(), 'a', { deleted: true, phase: 'Running', ended: '' })],
    ['create pi-', 'status active=1 terminating=1 noted-failed=1', 'release a', 'again'],
  ],
  [
    'assigns the lowest free index to each pod of an Indexed Job',
    indexed,
    [pod(indexed, 'a', { index: 0, phase: 'Succeeded' }), pod(indexed, 'b', { index: 2 })],
    ['create pi-1-', 'status active=2 succeeded=1 completedIndexes=0', 'release a', 'again'],
  ],
  [
    'deletes the second pod of an index',
    job({ completions: 3, parallelism: 3, completionMode: 'Indexed' }, { active: 3 }),
    [0, 1, 1].map((index, at) => pod(indexed, `p${at}`, { index })),
    [
      expect.stringMatching(/^release p[12]$/) as unknown as string,
      expect.stringMatching(/^delete p[12]$/) as unknown as string,
      'status active=2 terminating=1',
    ],
  ],
  [
    'meets its success policy',
    job(
      { completions: 3, parallelism: 3, completionMode: 'Indexed', successPolicy: { rules: [{ succeededIndexes: '0' }] } },
      { active: 2 },
    ),
    [pod(indexed, 'a', { index: 0, phase: 'Succeeded' }), pod(indexed, 'b', { index: 1 })],
    [
      'delete b',
      'status succeeded=1 terminating=1 completedIndexes=0 SuccessCriteriaMet=True(SuccessPolicy)',
      'release a',
      'release b',
      'again',
    ],
  ],
  ['is over for good', job({}, { succeeded: 1, ...decided('Complete', '') }), [], []],
  ['with another manager is ignored', job({ managedBy: 'example.com/mine' }), [], []],
])('a Job %s', (_, owner, pods, expected) => {
  expect(told(reconcile(owner, pods))).toEqual(expected);
});

const policy = (action: string) => ({
  podFailurePolicy: { rules: [{ action, onExitCodes: { operator: 'In', values: [42] } }] },
  podReplacementPolicy: 'Failed',
});

test.each<[string, string, string[]]>([
  ['Ignore', 'does not count the failure', ['status ', 'release a', 'again', 'wake +8 job-pod-back-off']],
  ['Count', 'counts the failure', ['status noted-failed=1', 'release a', 'again', 'wake +8 job-pod-back-off']],
  ['FailJob', 'fails at once', ['status noted-failed=1 FailureTarget=True(PodFailurePolicy)', 'release a', 'again']],
])('by the rule %s a Job %s', (action, _, expected) => {
  const owner = job({ ...policy(action) }, { active: 1 });
  expect(told(reconcile(owner, [pod(owner, 'a', { phase: 'Failed', exitCode: 42 })]))).toEqual(expected);
});

test('the condition of a Job failed by a rule names pod, container and exit code', () => {
  const owner = job(policy('FailJob'));
  const plan = reconcile(owner, [pod(owner, 'a', { phase: 'Failed', exitCode: 42 })]);
  const update = plan.stages.flat().find((action) => action.type === 'update');
  expect(update).toMatchObject({
    object: {
      status: {
        conditions: [
          {
            type: 'FailureTarget',
            status: 'True',
            reason: 'PodFailurePolicy',
            message: 'Container pi for pod default/a failed with exit code 42 matching FailJob rule at index 0',
            lastProbeTime: '2026-01-01T01:00:00Z',
            lastTransitionTime: '2026-01-01T01:00:00Z',
          },
        ],
      },
    },
  });
});

test('a pod of an Indexed Job has its index in name, labels, hostname and environment', () => {
  const [create] = reconcile(indexed, []).stages.flat();
  const made = create?.type === 'create' ? (create.object as Pod) : undefined;
  expect(made).toMatchObject({
    metadata: {
      generateName: 'pi-0-',
      labels: { [jobNames.completionIndex]: '0', [jobNames.jobName]: 'pi' },
      annotations: { [jobNames.completionIndex]: '0' },
      finalizers: [jobNames.trackingFinalizer],
    },
    spec: {
      hostname: 'pi-0',
      containers: [
        {
          env: [{ name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${jobNames.completionIndex}']` } } }],
        },
      ],
    },
  });
});
