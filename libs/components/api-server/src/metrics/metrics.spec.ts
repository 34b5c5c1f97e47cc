import { subjectsOf } from '@klockwork/bus';
import { NODE_ROUTES, type NodeStats } from '@klockwork/cluster-api';
import { CountingActivity } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1';
const PODS = '/api/v1/namespaces/default/pods';
const NOON = Date.parse('2026-01-01T12:00:00Z');
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };

/** Returns a server with running pod `web` of two containers on node-1, whose agent answers, and pod `mute` on node-2 without agent. */
async function server(runningForMs = 60_000) {
  const { client, clock, network } = await inMemoryApiServer({ admission: [] });
  for (const name of ['node-1', 'node-2'])
    await client.post('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { name } } });
  const run = async (name: string, nodeName: string) => {
    const spec = { nodeName, containers: [{ name: 'app', image: 'nginx' }] };
    await client.post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec });
    await client.patch(`${PODS}/${name}/status`, 'merge-patch', { status: { phase: 'Running' } });
  };
  await run('web', 'node-1');
  await run('mute', 'node-2');
  const container = (name: string, nanoCores: number, memoryBytes: number) => ({
    ...{ namespace: 'default', pod: 'web', name, nanoCores, memoryBytes },
    startedAt: NOON - runningForMs,
  });
  const stats: NodeStats = {
    at: NOON,
    containers: [container('app', 12_345_678, 3 * 2 ** 20), container('log', 5_000_000, 1_025 * 1_024)],
  };
  const agent = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  agent.serve(subjectsOf('test').at(NODE_ROUTES.stats, 'node-1'), async () => stats, { queue: 'agent' });
  return client;
}
const fresh = { creationTimestamp: '2026-01-01T12:00:00Z' };
const taken = { timestamp: '2026-01-01T12:00:00Z', window: '15s' };

describe('metrics', () => {
  test('metrics of pods have the usage of each container', async () => {
    const client = await server();
    expect((await client.get(`${METRICS}/namespaces/default/pods/web`)).json).toEqual({
      kind: 'PodMetrics',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: { name: 'web', namespace: 'default', labels: { app: 'web' }, ...fresh },
      ...taken,
      containers: [
        { name: 'app', usage: { cpu: '12345678n', memory: '3Mi' } },
        { name: 'log', usage: { cpu: '5m', memory: '1025Ki' } },
      ],
    });
  });

  test('metrics of nodes cover only nodes that answer', async () => {
    const client = await server();
    expect((await client.get(`${METRICS}/nodes`)).json).toEqual({
      kind: 'NodeMetricsList',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: {},
      items: [
        { metadata: { name: 'node-1', labels: { name: 'node-1' }, ...fresh }, ...taken, usage: { cpu: '17345678n', memory: '4097Ki' } },
      ],
    });
  });

  test('metrics are selected by labels and fields of their pods', async () => {
    const client = await server();
    const names = async (query: string) =>
      (await client.get(`${METRICS}/pods?${query}`)).json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
    expect([await names(''), await names('labelSelector=app%3Dother'), await names('fieldSelector=metadata.name%3Dweb')]).toEqual([
      ['web'],
      [],
      ['web'],
    ]);
  });

  test("metrics are missing for ten seconds after a container's start", async () => {
    const client = await server(9_999);
    expect((await client.get(`${METRICS}/pods`)).json.items).toEqual([]);
    expect((await client.get(`${METRICS}/namespaces/default/pods/web`)).json).toMatchObject({
      code: 404,
      message: 'podmetrics.metrics.k8s.io "default/web" not found',
    });
    expect((await (await server(10_000)).get(`${METRICS}/pods`)).json.items).toHaveLength(1);
  });

  test("metrics are refused in metrics-server's words", async () => {
    const client = await server();
    const message = async (path: string) => (await client.get(`${METRICS}${path}`)).json.message;
    expect(await message('/nodes/node-2')).toBe('nodemetrics.metrics.k8s.io "node-2" not found');
    expect(await message('/nodes/node-3')).toBe('nodes "node-3" not found');
    expect(await message('/namespaces/default/pods/gone')).toBe('pods "gone" not found');
    expect((await client.delete(`${METRICS}/nodes/node-1`)).status).toBe(405);
    expect((await client.get(`${METRICS}/namespaces/default/nodes`)).status).toBe(404);
  });

  test("metrics are printed with a pod's total usage", async () => {
    const client = await server();
    const { columnDefinitions, rows } = (await client.get(`${METRICS}/pods`, TABLE)).json;
    expect(columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'cpu', 'memory', 'Window']);
    expect(rows[0].cells).toEqual(['web', '17345678n', '4097Ki', '15s']);
  });

  test('metrics are discoverable and read-only', async () => {
    const client = await server();
    const { resources } = (await client.get(METRICS)).json;
    expect(resources).toEqual([
      { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
      { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
    ]);
  });
});
