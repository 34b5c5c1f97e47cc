import { StopSource } from '@klockwork/kernel';
import { type ConfigMap, type Node, nodeReady, resources } from '@klockwork/resources';
import { afterEach, expect, test } from 'vitest';
import type { Cluster } from './cluster.ts';
import { steppedCluster } from './testing/stepped-cluster.ts';

const cause = { trigger: 'request', name: 'test' } as const;
const started: Cluster[] = [];

afterEach(() => {
  for (const cluster of started.splice(0)) cluster.end();
});

function aCluster() {
  const lab = steppedCluster({ nodes: ['node-1', 'node-2'] });
  started.push(lab.cluster);
  return lab;
}

const configMap = (name: string): ConfigMap => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name } });
const request = { method: 'GET', path: '/version', query: '', headers: {}, body: new Uint8Array(), user: 'kubernetes-admin' };

test('all nodes of a new cluster become Ready', async () => {
  const { cluster, pass } = aCluster();
  await pass(5_000);
  const { items } = await cluster.api.list<Node>(resources.nodes);
  expect(items.map((node) => [node.metadata?.name, nodeReady(node)])).toEqual([
    ['node-1', true],
    ['node-2', true],
  ]);
});

test('a killed api-server loses undurable writes, and its successor continues from the log', async () => {
  const { cluster, events, pass } = aCluster();
  await pass(5_000);
  const before = events.length;
  const lost = cluster.api.create(resources.configMaps, configMap('lost'), { cause });
  const outcome = expect(lost).rejects.toMatchObject({ status: { reason: 'Timeout' } });
  await Promise.resolve();
  cluster.crash('api-server');
  await pass(60_000);
  await outcome;
  expect(events.length).toBe(before);
  cluster.start('api-server');
  await pass(1_000);
  const kept = cluster.api.create<ConfigMap>(resources.configMaps, configMap('kept'), { cause });
  await pass(0);
  expect((await kept).metadata?.name).toBe('kept');
  expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index + 1));
  expect(events.some(({ key }) => key.name === 'lost')).toBe(false);
});

test('a killed node says nothing more, and a started one has another boot', async () => {
  const { cluster, clock, events, pass } = aCluster();
  const bootIds = () =>
    events.filter(({ key }) => key.name === 'node-1').flatMap(({ objectJson }) => /"bootID":"([^"]+)"/.exec(objectJson)?.[1] ?? []);
  await pass(5_000);
  cluster.crash('node-1');
  const death = clock.now();
  await pass(30_000);
  const renewals = events.filter(({ at, type, key }) => at > death && type === 'LeaseRenewed' && key.name === 'node-1');
  expect(renewals).toEqual([]);
  cluster.start('node-1');
  await pass(5_000);
  expect(new Set(bootIds()).size).toBe(2);
});

test('without an api-server HTTP answers 503', async () => {
  const { cluster, pass } = aCluster();
  await pass(1_000);
  const ask = () => cluster.http.handle({ ...request, stop: new StopSource() });
  expect(await ask()).toMatchObject({ status: 200 });
  cluster.crash('api-server');
  expect(await ask()).toMatchObject({ status: 503 });
});

test('a stopped cluster leaves no timer behind', async () => {
  const { cluster, clock, pass } = aCluster();
  await pass(5_000);
  for (const process of [...cluster.processes].reverse()) {
    const stopped = cluster.stop(process);
    await pass(0);
    await stopped;
    expect(cluster.isRunning(process)).toBe(false);
  }
  expect(clock.pending()).toEqual([]);
});
