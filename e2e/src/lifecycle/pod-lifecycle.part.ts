import type { Pod } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const shell = (name: string, script: string, more: object = {}) => ({
  name,
  image: 'busybox:1.36',
  command: ['sh', '-c', script],
  ...more,
});
const sidecar = (name: string, script: string) => shell(name, script, { restartPolicy: 'Always' });
/** Program that ignores TERM. */
const DEAF = "trap '' TERM; while true; do sleep 1; done";

/** Creates a pod and waits until the lab is settled at this instant. */
async function run(name: string, spec: object): Promise<void> {
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }));
  await advance('2s');
}

/** READY, STATUS and RESTARTS, as `kubectl get` shows them; `gone` when there is no such pod. */
async function shown(name: string): Promise<string> {
  const line = await lab.kubectl(`get pod ${name} --no-headers --ignore-not-found`);
  const [, ready, status, restarts] = line.split(/\s+/);
  return line === '' ? 'gone' : `${ready} ${status} ${restarts}`;
}

/** The pod's Events as `kubectl events` shows their reasons and messages, with these reasons. */
async function events(name: string, ...reasons: string[]): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name}`);
  return (items as { reason: string; message: string }[])
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ reason, message }) => `${reason}: ${message}`);
}

/** End of each container by name, from the log: seconds since `from`, exit code. */
async function ends(name: string, from: number): Promise<Record<string, readonly [number, number]>> {
  const found: Record<string, readonly [number, number]> = {};
  for (const { key, at, object } of await lab.log()) {
    if (key.resource !== 'pods' || key.name !== name || at < from) continue;
    const { initContainerStatuses = [], containerStatuses = [] } = (object as Pod | undefined)?.status ?? {};
    for (const { name: container, state } of [...initContainerStatuses, ...containerStatuses]) {
      if (state?.terminated !== undefined) found[container] ??= [Math.round((at - from) / 1_000), state.terminated.exitCode];
    }
  }
  return found;
}

/** Requests a pod's deletion without waiting; returns the instant. */
async function remove(name: string, ...options: string[]): Promise<number> {
  await lab.kubectl(['delete', 'pod', name, '--wait=false', ...options].join(' '));
  const asked = (await lab.log()).findLast(({ key, type }) => key.name === name && type === 'PodDeletionRequested');
  return asked?.at ?? 0;
}

describe('init containers', () => {
  test('init containers run in sequence, and kubectl counts them', async () => {
    await run('init', { initContainers: [shell('one', 'sleep 10'), shell('two', 'sleep 10')], containers: [shell('main', 'sleep 1000')] });
    expect(await shown('init')).toBe('0/1 Init:0/2 0');
    await advance('10s');
    expect(await shown('init')).toBe('0/1 Init:1/2 0');
    await advance('10s');
    expect(await shown('init')).toBe('1/1 Running 0');
  });

  test('failed init containers are shown as Init:Error, then as Init:CrashLoopBackOff', async () => {
    await run('init-fails', { initContainers: [shell('one', 'sleep 5; exit 1')], containers: [shell('main', 'sleep 1000')] });
    await advance('8s');
    expect(await shown('init-fails')).toMatch(/^0\/1 Init:(0\/1|Error) 1/);
    await advance('5s');
    expect(await shown('init-fails')).toMatch(/^0\/1 Init:CrashLoopBackOff 1/);
  });
});

describe('sidecars', () => {
  test('sidecars start before the main container, and end after it in reverse order', async () => {
    const obeys = 'trap "exit 0" TERM; while true; do sleep 1; done';
    await run('sidecars', {
      initContainers: [sidecar('first', obeys), sidecar('second', obeys)],
      containers: [shell('main', 'trap "sleep 5; exit 0" TERM; while true; do sleep 1; done')],
    });
    expect(await shown('sidecars')).toBe('3/3 Running 0');
    const from = await remove('sidecars');
    await advance('1s');
    expect(await shown('sidecars')).toMatch(/^[23]\/3 Terminating 0/);
    await advance('40s');
    expect(await shown('sidecars')).toBe('gone');
    const { main = [0, 0], first = [0, 0], second = [0, 0] } = await ends('sidecars', from);
    expect([main[1], first[1], second[1]]).toEqual([0, 0, 0]);
    expect(main[0]).toBeLessThanOrEqual(second[0]);
    expect(second[0]).toBeLessThanOrEqual(first[0]);
  });

  test('sidecars do not prevent a pod from being Completed', async () => {
    await run('job-like', {
      restartPolicy: 'Never',
      initContainers: [sidecar('proxy', 'sleep 1000')],
      containers: [shell('main', 'sleep 5')],
    });
    await advance('45s');
    expect(await shown('job-like')).toBe('0/2 Completed 0');
    expect((await lab.get('pod job-like')).status.phase).toBe('Succeeded');
  });
});

describe('hooks', () => {
  test('a container is not Running until its postStart hook has ended', async () => {
    const lifecycle = { postStart: { sleep: { seconds: 20 } } };
    await run('post-start', { containers: [shell('main', 'sleep 1000', { lifecycle })] });
    expect(await shown('post-start')).toBe('0/1 ContainerCreating 0');
    await advance('20s');
    expect(await shown('post-start')).toBe('1/1 Running 0');
  });

  test('a failed postStart hook kills its container, with an Event', async () => {
    const lifecycle = { postStart: { exec: { command: ['sh', '-c', 'exit 3'] } } };
    await run('post-start-fails', { containers: [shell('main', 'sleep 1000', { lifecycle })] });
    await advance('45s');
    expect(await shown('post-start-fails')).toMatch(/^0\/1 (PostStartHookError|CrashLoopBackOff|ContainerCreating|Error) /);
    expect(await events('post-start-fails', 'FailedPostStartHook')).toEqual(['FailedPostStartHook: PostStartHook failed']);
    expect(await events('post-start-fails', 'Killing')).toEqual(['Killing: FailedPostStartHook']);
  });

  test('a preStop hook runs before TERM, inside the grace period', async () => {
    const lifecycle = { preStop: { sleep: { seconds: 10 } } };
    await run('pre-stop', { terminationGracePeriodSeconds: 20, containers: [shell('main', DEAF, { lifecycle })] });
    const from = await remove('pre-stop');
    await advance('30s');
    expect(await ends('pre-stop', from)).toEqual({ main: [20, 137] });
    expect(await shown('pre-stop')).toBe('gone');
  });

  test('a preStop hook that does not end leaves two seconds more', async () => {
    const lifecycle = { preStop: { exec: { command: ['sleep', '1000'] } } };
    await run('pre-stop-hangs', { terminationGracePeriodSeconds: 10, containers: [shell('main', DEAF, { lifecycle })] });
    const from = await remove('pre-stop-hangs');
    await advance('20s');
    expect(await ends('pre-stop-hangs', from)).toEqual({ main: [12, 137] });
    expect(await events('pre-stop-hangs', 'FailedPreStopHook')).toEqual(['FailedPreStopHook: PreStopHook failed']);
  });
});

describe('termination', () => {
  test('a process that ignores TERM takes the whole grace period, and ends with 137', async () => {
    await run('deaf', { containers: [shell('main', DEAF)] });
    const from = await remove('deaf');
    await advance('29s');
    expect(await shown('deaf')).toBe('1/1 Terminating 0');
    await advance('2s');
    expect(await shown('deaf')).toBe('gone');
    expect(await ends('deaf', from)).toEqual({ main: [30, 137] });
  });

  test('a second deletion with less patience shortens it', async () => {
    await run('hurried', { containers: [shell('main', DEAF)] });
    const from = await remove('hurried');
    await advance('5s');
    await remove('hurried', '--grace-period=3');
    await advance('5s');
    expect(await ends('hurried', from)).toEqual({ main: [8, 137] });
  });

  test('a pod deleted by force is gone at once', async () => {
    await run('forced', { containers: [shell('main', DEAF)] });
    await lab.kubectl('delete pod forced --force --grace-period=0');
    expect(await shown('forced')).toBe('gone');
  });

  test('a pod with a deadline of 30 s fails then, with reason DeadlineExceeded', async () => {
    await run('deadline', { activeDeadlineSeconds: 30, containers: [shell('main', 'sleep 1000')], terminationGracePeriodSeconds: 5 });
    expect(await shown('deadline')).toBe('1/1 Running 0');
    await advance('40s');
    const { phase, reason, message } = (await lab.get('pod deadline')).status;
    expect({ phase, reason, message }).toEqual({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    expect(await events('deadline', 'DeadlineExceeded')).toEqual([
      'DeadlineExceeded: Pod was active on the node longer than the specified deadline',
    ]);
  });

  test("a container's failure message is the end of its log, with policy FallbackToLogsOnError", async () => {
    const terminationMessagePolicy = 'FallbackToLogsOnError';
    await run('message', { restartPolicy: 'Never', containers: [shell('main', 'echo no room; exit 1', { terminationMessagePolicy })] });
    expect(await shown('message')).toBe('0/1 Error 0');
    expect((await lab.get('pod message')).status.containerStatuses[0].state.terminated).toMatchObject({
      exitCode: 1,
      message: 'no room\n',
    });
  });
});

describe('a container that has ended', () => {
  test("an ended container's status has the content of its message file", async () => {
    await run('told', { restartPolicy: 'Never', containers: [shell('main', 'echo sleep well > /dev/termination-log; exit 7')] });
    expect((await lab.get('pod told')).status.containerStatuses[0].state.terminated).toMatchObject({
      exitCode: 7,
      reason: 'Error',
      message: 'sleep well\n',
    });
  });
});

describe('readiness gates', () => {
  test('readiness gates keep a pod unready until their condition is True', async () => {
    await run('gated', { readinessGates: [{ conditionType: 'example.com/served' }], containers: [shell('main', 'sleep 1000')] });
    const ready = async () => (await lab.get('pod gated')).status.conditions.find(({ type }: { type: string }) => type === 'Ready');
    expect(await ready()).toMatchObject({
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "example.com/served" does not exist.',
    });
    const condition = { type: 'example.com/served', status: 'True' };
    await lab.try(['patch', 'pod', 'gated', '--subresource=status', '-p', JSON.stringify({ status: { conditions: [condition] } })]);
    await advance('1s');
    expect(await ready()).toMatchObject({ status: 'True' });
    expect(await lab.kubectl('get pod gated -o wide --no-headers')).toMatch(/1\/1\s*$/);
  });
});

describe('restart policies', () => {
  test('a container has its own, with rules by exit code', async () => {
    const restartPolicyRules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
    const own = { restartPolicy: 'Never', restartPolicyRules };
    await run('rules', { containers: [shell('main', 'sleep 1; exit 42', own), shell('other', 'sleep 1000')] });
    await advance('5s');
    expect(await shown('rules')).toMatch(/^1\/2 \S+ 1/);
  });
});

describe('kubectl debug', () => {
  test('kubectl debug adds a container that runs beside the others and is never ready', async () => {
    await run('debugged', { containers: [shell('main', 'sleep 1000')] });
    await lab.try(['debug', 'debugged', '--image=busybox:1.36', '-c', 'debugger', '--', 'sh', '-c', 'echo hello; sleep 10']);
    await advance('2s');
    expect(await shown('debugged')).toBe('1/1 Running 0');
    const status = async () => (await lab.get('pod debugged')).status.ephemeralContainerStatuses[0];
    expect(await status()).toMatchObject({ name: 'debugger', ready: false, state: { running: {} } });
    expect(await lab.kubectl('logs debugged -c debugger')).toBe('hello\n');
    await advance('10s');
    expect(await status()).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } });
  });
});
