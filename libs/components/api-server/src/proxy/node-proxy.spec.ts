import { subjectsOf } from '@klockwork/bus';
import { NODE_ROUTES, type NodeStats } from '@klockwork/cluster-api';
import { CountingActivity } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const NODES = '/api/v1/nodes';
const PODS = '/api/v1/namespaces/default/pods';
const NOON = Date.parse('2026-01-01T12:00:00Z');

/** A server with pod `web` on node-1, whose agent answers, and node-2 without agent. */
async function server() {
  const { client, clock, network } = await inMemoryApiServer({ admission: [] });
  for (const name of ['node-1', 'node-2']) await client.post(NODES, { apiVersion: 'v1', kind: 'Node', metadata: { name } });
  const addresses = [{ type: 'InternalIP', address: '172.18.0.2' }];
  await client.patch(`${NODES}/node-2/status`, 'merge-patch', { status: { addresses } });
  const containers = [{ name: 'app', image: 'nginx' }];
  for (const [name, nodeName] of [
    ['web', 'node-1'],
    ['other', 'node-2'],
  ])
    await client.post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName, containers } });
  const stats: NodeStats = {
    at: NOON,
    containers: [
      { namespace: 'default', pod: 'web', name: 'app', nanoCores: 5_000_000, memoryBytes: 2_048, startedAt: NOON - 60_000 },
      { namespace: 'default', pod: 'web', name: 'log', nanoCores: 1_000_000, memoryBytes: 1_024, startedAt: NOON - 60_000 },
    ],
  };
  const agent = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  agent.serve(subjectsOf('test').at(NODE_ROUTES.stats, 'node-1'), async () => stats, { queue: 'agent' });
  return client;
}

test('the proxy of a node answers health and pods', async () => {
  const client = await server();
  expect((await client.get(`${NODES}/node-1/proxy/healthz`)).text).toBe('ok');
  const { kind, items } = (await client.get(`${NODES}/node-1:10250/proxy/pods`)).json;
  expect([kind, items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)]).toEqual(['PodList', ['web']]);
});

test('the summary of a node adds up its containers', async () => {
  const client = await server();
  const { node, pods } = (await client.get(`${NODES}/node-1/proxy/stats/summary`)).json;
  const time = '2026-01-01T12:00:00Z';
  const usage = (usageNanoCores: number, workingSetBytes: number) => ({ cpu: { time, usageNanoCores }, memory: { time, workingSetBytes } });
  const startTime = '2026-01-01T11:59:00Z';
  expect(node).toEqual({ nodeName: 'node-1', ...usage(6_000_000, 3_072) });
  expect(pods).toEqual([
    {
      podRef: { name: 'web', namespace: 'default', uid: expect.any(String) },
      containers: [
        { name: 'app', startTime, ...usage(5_000_000, 2_048) },
        { name: 'log', startTime, ...usage(1_000_000, 1_024) },
      ],
      ...usage(6_000_000, 3_072),
    },
  ]);
});

test('the metrics of a node count its running pods and containers', async () => {
  const { text } = await (await server()).get(`${NODES}/node-1/proxy/metrics`);
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
    'kubelet_node_name{node="node-1"} 1',
    'kubelet_running_containers{container_state="running"} 2',
    'kubelet_running_pods 1',
  ]);
});

test.each<[string, number, string]>([
  ['node-1/proxy/none', 404, '404 page not found\n'],
  ['none/proxy/healthz', 404, 'nodes "none" not found'],
  ['ftp:node-1:21/proxy/healthz', 400, 'invalid node request "ftp:node-1:21"'],
  ['node-2/proxy/healthz', 503, 'error trying to reach service: dial tcp 172.18.0.2:10250: connect: connection refused'],
])('the proxy of a node refuses %s in the words of upstream', async (path, status, message) => {
  const answer = await (await server()).get(`${NODES}/${path}`);
  const told = answer.text.startsWith('{') ? answer.json.message : answer.text;
  expect([answer.status, told]).toEqual([status, message]);
});

test('the proxy of a node refuses a write', async () => {
  expect((await (await server()).post(`${NODES}/node-1/proxy/pods`, {})).status).toBe(405);
});
