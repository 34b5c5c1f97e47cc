import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type TestCluster, testingLibrary } from '@klockwork/lab-tool';
import { afterEach, beforeEach, expect, test } from 'vitest';

const OPERATOR = fileURLToPath(new URL('../../../tools/clients/node/reminder.mjs', import.meta.url));
const RENT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rent', labels: { 'example.com/reminder': 'node' } } };
const { startCluster } = await testingLibrary();

let cluster: TestCluster;
let operator: ChildProcess;

beforeEach(async () => {
  cluster = await startCluster({ processes: true });
  const env = { ...process.env, KUBECONFIG: await cluster.kubeconfig() };
  operator = spawn(process.execPath, [OPERATOR], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  if (operator.stdout === null) throw new Error('the operator has no output');
  await once(operator.stdout, 'data');
});
afterEach(async () => {
  operator.kill();
  await cluster.stop();
});

const counts = () =>
  cluster.history('cm/rent').flatMap(({ time, object }) => {
    const { count } = (object.data ?? {}) as { readonly count?: string };
    return count === undefined ? [] : [`${time.toISOString().slice(11, 16)} ${count}`];
  });

test('timers of an operator from npm fire at their instants within an advance, and end with the object', async () => {
  await cluster.apply(RENT);
  await cluster.settle();
  await expect.poll(async () => (await cluster.pending()).map(({ object }) => object)).toContain('clients/reminder');
  await cluster.advance('30m', { hostLimit: '3m' });
  await cluster.settle();
  expect(counts()).toEqual(['00:10 1', '00:20 2', '00:30 3']);
  await cluster.delete('cm/rent');
  await expect.poll(async () => (await cluster.pending()).map(({ object }) => object)).not.toContain('clients/reminder');
});

test('a condition of an operator holds at its instant', async () => {
  await cluster.apply(RENT);
  await expect.poll(async () => (await cluster.pending()).map(({ object }) => object)).toContain('clients/reminder');
  const { to } = await cluster.until('cm/rent jsonpath={.data.count}=3', { within: '1h', hostLimit: '3m' });
  expect(to.toISOString().slice(11, 16)).toBe('00:30');
});

test('a named hold delays an advance until its release', async () => {
  const hold = (method: string, body?: object) =>
    cluster.request({ method, path: '/klockwork/v1/clock/holds/builder', ...(body !== undefined && { body }) });
  expect((await hold('PUT', { for: '3m' })).status).toBe(200);
  let isOver = false;
  const advance = cluster.advance('1m', { hostLimit: '3m' }).then(() => {
    isOver = true;
  });
  await expect
    .poll(async () => JSON.parse((await cluster.request({ path: '/klockwork/v1/clock' })).text))
    .toMatchObject({
      mode: 'Advancing',
      holds: [{ name: 'builder' }],
      advance: { blockedBy: [expect.stringContaining('hold of builder')] },
    });
  expect(isOver).toBe(false);
  expect((await hold('DELETE')).status).toBe(200);
  await advance;
});
