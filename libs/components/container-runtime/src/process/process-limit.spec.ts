import { advance } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { containerSpec } from '../testing/container-runtime.contract.ts';
import { DescribedContainer } from '../testing/described-container.ts';
import { NetworkLab } from '../testing/network-lab.ts';
import { PIDS_MAX, PodProcesses, ProcessLimit } from './process-limit.ts';

const MIB = 1024 * 1024;
const shell = (tools: 'gnu' | 'busybox', script: string) => new DescribedContainer({ tools, entrypoint: ['sh', '-c', script] });

async function pass(app: DescribedContainer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) await app.advance(10);
}

const MANY = 'i=0; while [ $i -lt 2000 ]; do sleep 1h & i=$((i+1)); done';

test.each([
  ['gnu', 'sh: 1: Cannot fork', 'exited 2 Error'],
  ['busybox', "sh: can't fork: Resource temporarily unavailable", 'exited 2 Error'],
] as const)('a shell of %s reports the process limit of its container, and ends', async (tools, said, state) => {
  const app = await shell(tools, MANY).start();
  await pass(app, 3_000);
  expect([app.state.replace(/ at .*/, ''), app.log.map((line) => line.replace(/^\d+ /, ''))]).toEqual([state, [said]]);
});

test('bash reports the process limit in its own words', async () => {
  const app = await shell('gnu', `bash -c '${MANY}'; echo then $?; sleep 1h`).start();
  await pass(app, 3_000);
  expect(app.log.map((line) => line.replace(/^\d+ /, ''))).toEqual(['bash: line 1: fork: Resource temporarily unavailable', 'then 126']);
});

test('each process is charged for, and many end a container with little memory', async () => {
  const app = await shell('gnu', `${MANY}; wait`).start({ limits: { memoryBytes: 64 * MIB } });
  await pass(app, 3_000);
  expect(app.state).toMatch(/^exited 137 OOMKilled/);
});

const BOMB = 'f(){ f | f & }; f';

test('a fork bomb stays within its container, and ends with it', async () => {
  const app = await shell('gnu', `${BOMB}; sleep 1h`).start();
  await pass(app, 100);
  expect(app.stats?.processes).toBeGreaterThan(2);
  expect(app.stats?.processes).toBeLessThanOrEqual(1_024);
  await app.stop();
  await app.advance(30_000);
  expect(app.state).toMatch(/^exited 137 Error/);
});

test.each([
  ['a first process that takes no zombies away', `${BOMB}; sleep 1h`],
  ['a first process that takes zombies away', `${BOMB}; while :; do sleep 0.01; done`],
])('refused forks below %s cost processor time', async (_, script) => {
  const app = await shell('busybox', script).start();
  await pass(app, 1_000);
  // A command takes 0.1 ms on the container's processors, and at most four processes run at once.
  expect(app.log.length).toBeGreaterThan(10);
  expect(app.log.length).toBeLessThan(5_000);
});

test('a zombie counts towards the limit until its parent reaps the process', () => {
  const limit = new ProcessLimit(new PodProcesses());
  for (let count = 1; count < PIDS_MAX; count++) limit.begin();
  limit.end();
  expect(() => limit.begin()).toThrow('Resource temporarily unavailable');
  limit.release();
  expect(() => limit.begin()).not.toThrow();
});

test('the containers of a pod share one limit', () => {
  const pod = new PodProcesses();
  const [first, second] = [new ProcessLimit(pod), new ProcessLimit(pod)];
  for (let count = 1; count < PIDS_MAX; count++) first.begin();
  expect(() => second.begin()).toThrow('Resource temporarily unavailable');
  first.end();
  first.release();
  second.begin();
  expect([first.count, second.count]).toEqual([PIDS_MAX - 2, 1]);
});

test('a container cannot fork when another container of its pod has used up the limit', async () => {
  const lab = new NetworkLab();
  const greedy = await lab.pod(1, 'busybox', { command: ['sh', '-c', 'sh -c "while sleep 1h & do :; done"; sleep 1h; true'] });
  for (let passed = 0; passed < 3_000; passed += 10) await advance(lab.clock, 10);
  const runtime = lab.node(1);
  const beside = await runtime.createContainer(greedy.sandboxId, containerSpec({ name: 'beside', image: 'busybox', command: ['true'] }));
  await expect(runtime.startContainer(beside)).rejects.toThrow('resource temporarily unavailable');
});
