import { type Pod, type PodSpec, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { Script } from './script.ts';
import { endOf, runs, tracePod } from './testing/pod-trace.ts';

const S = 1_000;
const NAME = { namespace: 'default', name: 'web' };
const image = 'busybox:1.36';
const shell = (name: string, script: string, more: object = {}) => ({ name, image, command: ['sh', '-c', script], ...more });
const sidecar = (name: string, script: string) => shell(name, script, { restartPolicy: 'Always' });

function web(spec: Partial<PodSpec>): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...NAME }, spec: { containers: [shell('main', 'sleep 100000')], ...spec } };
}

const play = (spec: Partial<PodSpec>, then: (script: Script) => Promise<void>) =>
  tracePod(async (script) => {
    await script.apply(web(spec));
    await then(script);
  });

const deletedAfter = (ms: number) => async (script: Script) => {
  await script.pass(ms);
  await script.delete(resources.pods, NAME);
  await script.pass(120 * S);
};
const isDeleted = ({ pod }: { pod: Pod }) => pod.metadata?.deletionTimestamp !== undefined;

describe('init containers', () => {
  test('init containers run one after another, each to completion', async () => {
    const initContainers = [shell('one', 'sleep 7'), shell('two', 'sleep 3')];
    const { statuses, when } = await play({ initContainers }, (script) => script.pass(60 * S));
    expect(statuses).toEqual(['Pending', 'Init:0/2', 'Init:1/2', 'PodInitializing', 'Running']);
    expect(when((shown) => endOf(shown, 'one') !== undefined) - when((shown) => runs(shown, 'one'))).toBe(7 * S);
    expect(when((shown) => endOf(shown, 'two') !== undefined) - when((shown) => runs(shown, 'two'))).toBe(3 * S);
  });

  test('a failed init container is reported, and retried with back-off', async () => {
    const { statuses } = await play({ initContainers: [shell('one', 'sleep 1; exit 1')] }, (script) => script.pass(20 * S));
    expect(statuses).toEqual([
      'Pending',
      'Init:0/1',
      'Init:Error',
      'Init:0/1',
      'Init:Error',
      'Init:CrashLoopBackOff',
      'Init:0/1',
      'Init:Error',
      'Init:CrashLoopBackOff',
    ]);
  });

  test('a failed init container ends a pod without restarts', async () => {
    const spec = { initContainers: [shell('one', 'exit 3')], restartPolicy: 'Never' };
    const { statuses, shown } = await play(spec, (script) => script.pass(20 * S));
    expect(statuses.at(-1)).toBe('Init:Error');
    expect(shown.at(-1)?.pod.status?.phase).toBe('Failed');
  });
});

describe('sidecars', () => {
  test('sidecars of a deleted pod outlive its containers, and end in reverse order within the grace period', async () => {
    const spec = {
      terminationGracePeriodSeconds: 20,
      initContainers: [sidecar('one', 'sleep 100000'), sidecar('two', "trap 'sleep 4; exit 0' TERM; while true; do sleep 1; done")],
      containers: [shell('main', "trap 'sleep 6; exit 0' TERM; while true; do sleep 1; done")],
    };
    const { shown, when } = await play(spec, deletedAfter(60 * S));
    const asked = when(isDeleted);
    const ended = (name: string) => when((one) => isDeleted(one) && endOf(one, name) !== undefined) - asked;
    expect(ended('main')).toBeGreaterThanOrEqual(6 * S);
    expect(ended('two') - ended('main')).toBeGreaterThanOrEqual(4 * S);
    expect(ended('one')).toBeGreaterThan(ended('two'));
    expect(shown.filter((one) => !runs(one, 'two') && runs(one, 'main') && isDeleted(one))).toEqual([]);
  });

  test('sidecars end after the containers of a Job-like pod, which is then Completed', async () => {
    const spec = {
      restartPolicy: 'Never',
      initContainers: [sidecar('proxy', 'sleep 100000')],
      containers: [shell('main', 'sleep 5')],
    };
    const { shown, statuses } = await play(spec, (script) => script.pass(120 * S));
    expect(statuses.at(-1)).toBe('Completed');
    expect(shown.at(-1)).toMatchObject({ ready: '0/2', pod: { status: { phase: 'Succeeded' } } });
  });
});

describe('hooks', () => {
  test('a container becomes Running after the sleep of its postStart hook', async () => {
    const lifecycle = { postStart: { sleep: { seconds: 9 } } };
    const { shown, when, events } = await play({ containers: [shell('main', 'sleep 100000', { lifecycle })] }, (script) =>
      script.pass(60 * S),
    );
    const running = shown.find((one) => runs(one, 'main'));
    const startedAt = Date.parse(running?.pod.status?.containerStatuses?.[0]?.state?.running?.startedAt ?? '');
    const madeAt = Date.parse(running?.pod.metadata?.creationTimestamp ?? '');
    expect(Math.floor((when((one) => runs(one, 'main')) + madeAt - startedAt) / S)).toBe(9);
    expect(events).toContain('Started: Container started');
  });

  test('the grace period includes preStop, and ends with a kill', async () => {
    const lifecycle = { preStop: { sleep: { seconds: 8 } } };
    const main = shell('main', "trap '' TERM; while true; do sleep 1; done", { lifecycle });
    const { when, shown } = await play({ terminationGracePeriodSeconds: 20, containers: [main] }, deletedAfter(30 * S));
    expect(when((one) => endOf(one, 'main') !== undefined) - when(isDeleted)).toBe(20 * S);
    expect(endOf(shown.at(-1) as (typeof shown)[0], 'main')?.exitCode).toBe(137);
  });

  test('an endless preStop hook extends the grace period by two seconds', async () => {
    const lifecycle = { preStop: { exec: { command: ['sleep', '1000'] } } };
    const main = shell('main', "trap '' TERM; while true; do sleep 1; done", { lifecycle });
    const { when, events } = await play({ terminationGracePeriodSeconds: 10, containers: [main] }, deletedAfter(30 * S));
    expect(when((one) => endOf(one, 'main') !== undefined) - when(isDeleted)).toBe(12 * S);
    expect(events).toContain('FailedPreStopHook: PreStopHook failed');
  });

  test('a container ends each time its postStart hook fails', async () => {
    const lifecycle = { postStart: { exec: { command: ['false'] } } };
    const { statuses, events } = await play({ containers: [shell('main', 'sleep 100000', { lifecycle })] }, (script) =>
      script.pass(120 * S),
    );
    expect(statuses).toEqual(expect.arrayContaining(['PostStartHookError', 'CrashLoopBackOff']));
    expect(statuses).not.toContain('Running');
    expect(events).toEqual(expect.arrayContaining(['FailedPostStartHook: PostStartHook failed', 'Killing: FailedPostStartHook']));
  });
});

describe('a pod', () => {
  test('a pod with an active deadline of 20 s fails at that instant', async () => {
    const { shown, when, events } = await play({ activeDeadlineSeconds: 20 }, (script) => script.pass(120 * S));
    const took = when(({ pod }) => pod.status?.startTime !== undefined);
    expect(when(({ pod }) => pod.status?.conditions?.some(({ reason }) => reason === 'PodFailed') === true) - took).toBe(20 * S);
    expect(shown.at(-1)?.pod.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
    expect(events).toContain('DeadlineExceeded: Pod was active on the node longer than the specified deadline');
  });

  test('a container restarts after the exit codes of its rules, and after no others', async () => {
    const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
    const more = { restartPolicy: 'Never', restartPolicyRules: rules };
    const again = await play({ containers: [shell('main', 'sleep 1; exit 42', more)] }, (script) => script.pass(10 * S));
    expect(again.shown.at(-1)?.pod.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
    const once = await play({ containers: [shell('main', 'sleep 1; exit 41', more)] }, (script) => script.pass(30 * S));
    expect(once.shown.at(-1)?.pod.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0 }] });
  });
});
