import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const PODS = '/api/v1/namespaces/default/pods';
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template },
};
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: template.spec };
const serverWithoutAdmission = () => inMemoryApiServer({ admission: [] });

describe('status', () => {
  test('a status write keeps the spec, an object write keeps the status', async () => {
    const { client } = await serverWithoutAdmission();
    const created = (await client.post(DEPLOYMENTS, deployment)).json;
    const status = await client.put(`${DEPLOYMENTS}/web/status`, {
      ...created,
      spec: { ...created.spec, replicas: 9 },
      status: { observedGeneration: 1, replicas: 1 },
    });
    expect(status.json).toMatchObject({
      spec: { replicas: 1 },
      status: { observedGeneration: 1, replicas: 1 },
      metadata: { generation: 1 },
    });
    const spec = await client.patch(`${DEPLOYMENTS}/web`, 'merge-patch', { spec: { replicas: 2 }, status: { replicas: 7 } });
    expect(spec.json).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 1 }, metadata: { generation: 2 } });
  });

  test('a kind without status has no /status path', async () => {
    const { client } = await serverWithoutAdmission();
    expect((await client.get('/api/v1/namespaces/default/configmaps/a/status')).json.message).toBe(
      'the server could not find the requested resource',
    );
  });
});

describe('scale', () => {
  test('a scale is read, patched and replaced', async () => {
    const { client } = await serverWithoutAdmission();
    await client.post(DEPLOYMENTS, deployment);
    const scale = (await client.get(`${DEPLOYMENTS}/web/scale`)).json;
    expect(scale).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      spec: { replicas: 1 },
      status: { replicas: 0, selector: 'app=web' },
    });
    expect((await client.patch(`${DEPLOYMENTS}/web/scale`, 'merge-patch', { spec: { replicas: 3 } })).json.spec).toEqual({ replicas: 3 });
    const late = await client.put(`${DEPLOYMENTS}/web/scale`, { ...scale, spec: { replicas: 5 } }, { headers: { 'content-type': '' } });
    expect(late.json.reason).toBe('Conflict');
    expect((await client.get(`${DEPLOYMENTS}/web`)).json).toMatchObject({ spec: { replicas: 3 }, metadata: { generation: 2 } });
  });
});

test('a Scale of another name is refused', async () => {
  const { client } = await serverWithoutAdmission();
  await client.post(DEPLOYMENTS, deployment);
  const refused = await client.put(`${DEPLOYMENTS}/web/scale`, { metadata: { name: 'db' }, spec: { replicas: 2 } });
  expect([refused.status, refused.json.message]).toEqual([400, 'the name of the object (db) does not match the name on the URL (web)']);
});

test("a subresource body has its path's namespace by default, and no other", async () => {
  const { client } = await serverWithoutAdmission();
  await client.post(DEPLOYMENTS, deployment);
  await client.post(PODS, pod);
  const scaled = (metadata: object) => client.put(`${DEPLOYMENTS}/web/scale`, { metadata, spec: { replicas: 4 } });
  expect((await scaled({ name: 'web' })).json.spec).toEqual({ replicas: 4 });
  const evicted = client.post(`${PODS}/web/eviction`, { metadata: { name: 'web', namespace: 'other' } });
  for (const { status, json } of [await scaled({ name: 'db', namespace: 'other' }), await evicted])
    expect([status, json.message]).toEqual([400, 'the namespace of the provided object does not match the namespace sent on the request']);
});

test('a Scale is printed with its own columns', async () => {
  const { client } = await serverWithoutAdmission();
  await client.post(DEPLOYMENTS, deployment);
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
  const { json } = await client.get(`${DEPLOYMENTS}/web/scale`, { headers: { accept } });
  expect([json.kind, json.columnDefinitions.map(({ name }: { name: string }) => name), json.rows[0].cells.slice(0, 3)]).toEqual([
    'Table',
    ['Name', 'Desired', 'Available', 'Age'],
    ['web', 1, 0],
  ]);
});

describe('a pod', () => {
  test('a pod is bound to a node once', async () => {
    const { client } = await serverWithoutAdmission();
    await client.post(PODS, pod);
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } };
    const bound = await client.post(`${PODS}/web/binding`, binding);
    expect([bound.status, bound.json]).toEqual([201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }]);
    expect((await client.get(`${PODS}/web`)).json.spec.nodeName).toBe('node-1');
    const again = await client.post(`${PODS}/web/binding`, binding);
    expect(again.json.message).toBe('Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"');
  });

  test('a pod is evicted with its grace period, and the reason in its conditions', async () => {
    const { client } = await serverWithoutAdmission();
    await client.post(PODS, { ...pod, spec: { ...pod.spec, nodeName: 'node-1' } });
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web' }, deleteOptions: { gracePeriodSeconds: 5 } };
    expect((await client.post(`${PODS}/web/eviction`, eviction)).status).toBe(201);
    const evicted = (await client.get(`${PODS}/web`)).json;
    expect(evicted.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T12:00:05Z', deletionGracePeriodSeconds: 5 });
    expect(evicted.status.conditions).toMatchObject([{ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' }]);
  });
});

test('a namespace is removed with its last finalizer', async () => {
  const { client } = await serverWithoutAdmission();
  await client.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foo' } });
  const terminating = (await client.delete('/api/v1/namespaces/foo')).json;
  expect(terminating).toMatchObject({
    metadata: { deletionTimestamp: '2026-01-01T12:00:00Z' },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Terminating' },
  });
  const finalized = await client.put('/api/v1/namespaces/foo/finalize', { ...terminating, spec: { finalizers: [] } });
  expect([finalized.status, finalized.json.spec]).toEqual([200, {}]);
  expect((await client.get('/api/v1/namespaces/foo')).status).toBe(404);
});
