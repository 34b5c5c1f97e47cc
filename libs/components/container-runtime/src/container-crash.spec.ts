import type { Life } from '@klockwork/images';
import { type LogFields, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import type { ContainerReport, ContainerSpec } from '@klockwork/pod-lifecycle';
import type { Main } from '@klockwork/userland';
import { advance } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { CrashLog } from './crash-log.ts';
import { programOf } from './programs.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerSpec } from './testing/container-runtime.contract.ts';

/** Node with `broken` as its `date`, plus the lines of its crash log. */
async function brokenNode(broken: Main) {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const logged: LogFields[] = [];
  const crashes = new CrashLog({ ...silentLogger, error: (fields) => logged.push(fields) });
  const runtime = new SimulatedRuntime({
    ...{ clock, random: new SeededRandom(7), profile: 'fast', podCidr: '10.244.3.0/24', crashes },
    programOf: (image, name) => (name === 'tool:date' ? broken : programOf(image, name)),
  });
  await runtime.pullImage('busybox');
  const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'web', hostname: 'web' });
  const start = async (spec: Partial<ContainerSpec>): Promise<string> => {
    const id = await runtime.createContainer(sandbox, containerSpec({ image: 'busybox', ...spec }));
    await runtime.startContainer(id);
    await advance(clock, 1_000);
    return id;
  };
  const report = (id: string) => runtime.reports().find((each) => each.id === id) as ContainerReport;
  return { clock, runtime, crashes, logged, start, report };
}

const fail: Main = () => Promise.reject(new TypeError('broken'));

test('a container whose program crashes has ended with 139, and its neighbours run on', async () => {
  const node = await brokenNode(fail);
  const neighbour = await node.start({ name: 'neighbour', command: ['sleep', 'infinity'] });
  const id = await node.start({ name: 'app', command: ['date', '-u'], terminationMessagePath: '/dev/termination-log' });
  expect(node.report(id)).toMatchObject({ state: 'exited', exitCode: 139, reason: 'Error' });
  expect(node.report(neighbour).state).toBe('running');
  expect(node.crashes.count).toBe(1);
  expect(node.logged).toEqual([
    {
      object: 'pods/default/web',
      container: 'app',
      pid: 1,
      command: 'date -u',
      stack: expect.stringContaining('TypeError: broken\n    at '),
    },
  ]);
});

test('a container whose use cannot be computed is missing from the stats, and its neighbours are not', async () => {
  const node = await brokenNode((process) => {
    process.machine.use(process.pid, { memory: {} as Life['memory'] });
    return process.untilKilled();
  });
  await node.start({ name: 'neighbour', command: ['sleep', 'infinity'] });
  await node.start({ name: 'app', command: ['date'] });
  expect(node.runtime.stats().map(({ name }) => name)).toEqual(['neighbour']);
  expect(node.logged).toMatchObject([{ object: 'pods/default/web', container: 'app' }]);
});

test('a shell logs the crash of its command in the log of its container, and continues', async () => {
  const node = await brokenNode(fail);
  const id = await node.start({ command: ['sh', '-c', 'date; echo "then $?"; sleep 1h'] });
  expect(node.runtime.logs(id, {}).map(({ text }) => text)).toEqual(['Segmentation fault', 'then 139']);
  expect(node.report(id).state).toBe('running');
});

test('a command that a client runs beside a container crashes alone', async () => {
  const node = await brokenNode(fail);
  const id = await node.start({ command: ['sleep', 'infinity'] });
  const session = { stop: { stopped: false, onStop: () => () => {} }, write: () => undefined };
  expect(await node.runtime.exec(id, ['date'], session)).toEqual({ exitCode: 139 });
  expect(node.report(id).state).toBe('running');
});

test('a timer that fails ends the container that set it', async () => {
  const node = await brokenNode((process) => {
    process.machine.clock.after(500, { name: 'broken' }, () => {
      throw new Error('broken');
    });
    return process.untilKilled();
  });
  const id = await node.start({ name: 'app', command: ['sh', '-c', 'date & sleep infinity'] });
  expect(node.report(id)).toMatchObject({ state: 'exited', exitCode: 139, reason: 'Error' });
  expect(node.logged).toMatchObject([{ object: 'pods/default/web', container: 'app' }]);
});

test.each(['/dev/message', '/dev/shm/message', '/tmp/message', '/dev/null', '/proc/self/status', '/etc'])(
  'a container with termination message path %s is created and exits',
  async (terminationMessagePath) => {
    const node = await brokenNode(fail);
    const id = await node.start({ command: ['sh', '-c', `echo bye > ${terminationMessagePath}`], terminationMessagePath });
    expect(node.report(id)).toMatchObject({ state: 'exited' });
    expect(node.logged).toEqual([]);
  },
);

test.each(['/dev/zero', '/dev/urandom', '/proc/1/environ', '/missing', '/'])(
  'a container that replaced its last words by a link to %s ends all the same',
  async (target) => {
    const node = await brokenNode(fail);
    const terminationMessagePath = '/tmp/message';
    const id = await node.start({ command: ['sh', '-c', `ln -sf ${target} /tmp/message; exit 3`], terminationMessagePath });
    expect(node.report(id)).toMatchObject({ state: 'exited', exitCode: 3, reason: 'Error' });
    expect(node.logged).toEqual([]);
  },
);
