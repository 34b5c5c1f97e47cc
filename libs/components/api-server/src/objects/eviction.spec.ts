import type { PodDisruptionBudget } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const BUDGETS = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const labels = { app: 'web' };
const pod = (name: string) => ({ metadata: { name, labels }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } });
const budget = { metadata: { name: 'web' }, spec: { minAvailable: 1, selector: { matchLabels: labels } } };
const eviction = (name: string, deleteOptions = {}) => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, deleteOptions });

/** Returns a server with two ready pods, and a budget that allows one disruption. */
async function cluster() {
  const server = await inMemoryApiServer({ admission: [] });
  const { client } = server;
  for (const name of ['a', 'b']) {
    await client.post(PODS, pod(name));
    await client.patch(`${PODS}/${name}/status`, 'merge-patch', {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
    await client.post(`${PODS}/${name}/binding`, { metadata: { name }, target: { name: 'node-1' } });
  }
  await client.post(BUDGETS, budget);
  const status = { observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 };
  await client.patch(`${BUDGETS}/web/status`, 'merge-patch', { status });
  const evict = (name: string, options = {}, query = '') => client.post(`${PODS}/${name}/eviction${query}`, eviction(name, options));
  const statusOf = async () => ((await client.get(`${BUDGETS}/web`)).json as PodDisruptionBudget).status;
  return { ...server, evict, statusOf };
}

test('concurrent evictions are allowed once, and the other is asked to retry', async () => {
  const { client, evict, statusOf } = await cluster();
  const [first, second] = await Promise.all([evict('a'), evict('b')]);
  expect([first?.status, second?.status]).toEqual([201, 429]);
  expect(second?.json).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    reason: 'TooManyRequests',
    details: { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web does not allow evicting pods currently' }] },
    code: 429,
  });
  expect(second?.headers['retry-after']).toBeUndefined();
  expect(await statusOf()).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { a: '2026-01-01T12:00:00Z' } });
  const { metadata, status } = (await client.get(`${PODS}/a`)).json;
  expect(metadata.deletionTimestamp).toBe('2026-01-01T12:00:30Z');
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' }));
});

test('a dry run and an eviction that is refused for another reason charge nothing', async () => {
  const { evict, statusOf } = await cluster();
  expect((await evict('a', {}, '?dryRun=All')).status).toBe(201);
  expect((await evict('a', { dryRun: ['All'] })).status).toBe(201);
  const refused = await evict('a', { preconditions: { uid: 'another' } });
  expect([refused.status, refused.json.reason]).toEqual([409, 'Conflict']);
  expect(await statusOf()).toMatchObject({ disruptionsAllowed: 1 });
  expect(await statusOf()).not.toHaveProperty('disruptedPods');
});

test('an eviction of a terminating pod sets its condition without a charge', async () => {
  const { client, evict, statusOf } = await cluster();
  await client.delete(`${PODS}/a`);
  expect((await evict('a')).status).toBe(201);
  const { status } = (await client.get(`${PODS}/a`)).json;
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' }));
  expect(await statusOf()).toMatchObject({ disruptionsAllowed: 1 });
});

test("an eviction must name its path's pod", async () => {
  const { client } = await cluster();
  const { metadata: _, ...nameless } = eviction('a');
  for (const body of [nameless, eviction('b')]) {
    const { status, json } = await client.post(`${PODS}/a/eviction`, body);
    expect([status, json.message]).toEqual([400, 'name in URL does not match name in Eviction object']);
  }
});

test('old clients evict with an older version', async () => {
  const { client } = await cluster();
  const old = (apiVersion: string) => client.post(`${PODS}/a/eviction`, { ...eviction('a'), apiVersion });
  expect([(await old('policy/v1beta2')).status, (await old('policy/v1beta1')).status]).toEqual([400, 201]);
});

test('an eviction waits until the budget is observed', async () => {
  const { client, evict } = await cluster();
  await client.patch(`${BUDGETS}/web`, 'merge-patch', { spec: { minAvailable: 2 } });
  const answer = await evict('a');
  expect([answer.status, answer.headers['retry-after'], answer.json.details]).toEqual([
    429,
    '10',
    {
      causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web is still being processed by the server.' }],
      retryAfterSeconds: 10,
    },
  ]);
});

test('a pod of two budgets is not evicted', async () => {
  const { client, evict } = await cluster();
  await client.post(BUDGETS, { ...budget, metadata: { name: 'other' } });
  const answer = await evict('a');
  expect([answer.status, answer.json.message]).toEqual([
    500,
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  ]);
});
