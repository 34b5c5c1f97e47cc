import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { TESTING_LIBRARY, type TestCluster, testingLibrary } from '@klockwork/lab-tool';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';

const { startCluster } = await testingLibrary();

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
`;
const START = Date.UTC(2026, 0, 1);

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster({ processes: true, nodes: 2 });
});
afterAll(() => cluster.stop());

test('lab time of processes stands at the fixed instant, with Ready nodes', async () => {
  expect(cluster.now).toEqual(new Date(START));
  expect(cluster.state.list('nodes')).toHaveLength(2);
  await cluster.settle();
  expect(cluster.now).toEqual(new Date(START));
});

test('processes settle, and reach a condition at its first instant', async () => {
  await cluster.apply(WEB);
  await cluster.settle();
  expect(cluster.now).toEqual(new Date(START));
  expect(cluster.state.list('pods')).toHaveLength(3);
  const { to } = await cluster.until('deploy/web condition=Available', { within: '1m' });
  expect(to.getTime() - START).toBeLessThan(2_000);
  expect(cluster.now).toEqual(to);
  expect(cluster.history('deploy/web').map(({ change }) => change)[0]).toBe('created');
  expect(await cluster.why('deploy/web')).toContain('deployments/default/web was created');
});

test('a condition that does not hold fails with its causes', async () => {
  await expect(cluster.until('deploy/web jsonpath={.status.replicas}=7', { within: '1m' })).rejects.toThrow(
    /"deploy\/web jsonpath=\{.status.replicas\}=7" did not hold within 1m: Reached.*\nat 2026-01-01T00:01:.* \(lab time\), revision \d+\n\ndeployments\/default\/web was created:\n/,
  );
  await expect(cluster.never('deploy/web condition=Available', { for: '1h' })).rejects.toThrow(/held at revision \d+/);
  await expect(cluster.never('deploy/web delete', { for: '1m' })).resolves.toMatchObject({ jumps: expect.any(Number) });
});

test('a step reaches the next timer, which pending lists', async () => {
  const [first] = (await cluster.pending()).filter(({ upkeep }) => upkeep !== true);
  const { from, to, fired } = await cluster.step();
  if (first === undefined) expect(to).toEqual(from);
  else expect(Object.keys(fired)).toContain(first.name);
});

test('a client over HTTPS sees what the test sees', async () => {
  const core = (await cluster.client(KubeConfig)).makeApiClient(CoreV1Api);
  await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'shared' } } });
  await cluster.settle();
  expect(cluster.state.get('cm/shared')).toBeDefined();
  await cluster.delete('cm/shared');
  await expect(core.readNamespacedConfigMap({ namespace: 'default', name: 'shared' })).rejects.toThrow('not found');
});

test('a node without power is noticed, and boots again', async () => {
  await cluster.kill('node-2');
  await cluster.until('node/node-2 condition=Ready=Unknown', { within: '2m' });
  await cluster.start('node-2');
  await cluster.until('node/node-2 condition=Ready', { within: '2m' });
  await expect(cluster.kill('node-9')).rejects.toThrow('node-9');
});

test('lab time follows the host at a rate, and stands again', async () => {
  const before = cluster.now.getTime();
  await cluster.setRate(60);
  await cluster.resume();
  await expect(cluster.settle()).rejects.toThrow('lab time is Running: pause it first');
  await expect.poll(() => cluster.now.getTime()).toBeGreaterThan(before + 1_000);
  await cluster.pause();
  await cluster.settle();
});

test.each([
  ['a snapshot', () => cluster.snapshot(), 'a cluster of processes has no snapshots'],
  ['a fork', () => cluster.fork(), 'a cluster of processes has no forks'],
  ['a function as condition', () => cluster.until(() => true), 'a cluster of processes has no conditions that are functions'],
  ['a seed', () => startCluster({ processes: true, seed: 3 }), 'draws of processes differ in each run'],
  ['names of nodes', () => startCluster({ processes: true, nodes: ['a'] }), 'nodes of processes have the names node-1, node-2'],
  ['an instant in the future', () => startCluster({ processes: true, at: '2126-01-01T00:00:00Z' }), 'is in the future of this machine'],
  ['an unknown condition', () => cluster.until('deploy/web Available'), 'unrecognized condition: "Available"'],
])('%s is refused in one sentence', async (_, act, message) => {
  await expect((async () => act())()).rejects.toThrow(message);
});

test('the processes end with a test process that dies', async () => {
  const script = `
    const { startCluster } = await import(${JSON.stringify(TESTING_LIBRARY)});
    const cluster = await startCluster({ processes: true });
    console.log(await cluster.kubeconfig());
    setInterval(() => {}, 1_000);`;
  const dying = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = createInterface({ input: dying.stdout });
  const [kubeconfig] = (await Promise.race([once(printed, 'line'), once(dying, 'exit')])) as [unknown];
  const data = dirname(String(kubeconfig));
  const { pid } = JSON.parse(readFileSync(join(data, 'run', 'launcher.json'), 'utf8')) as { readonly pid: number };
  expect(isAlive(pid)).toBe(true);
  dying.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(existsSync(join(data, 'run', 'launcher.json'))).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
