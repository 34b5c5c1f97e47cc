import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CORE = '/api/v1/namespaces/default/events';
const NEWER = '/apis/events.k8s.io/v1/namespaces/default/events';
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };
const reported = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'web.1' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' },
  reason: 'Pulled',
  message: 'Container image is there',
  type: 'Normal',
  source: { component: 'kubelet' },
  count: 1,
};
const told = {
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { name: 'web.2', namespace: 'default' },
  eventTime: '2026-01-01T12:00:00.000000Z',
  regarding: { kind: 'Pod', namespace: 'default', name: 'web' },
  reportingController: 'example.com/operator',
  reportingInstance: 'operator-1',
  action: 'Moving',
  reason: 'Moved',
  note: 'it moved',
  type: 'Normal',
};

describe('a kind with two groups', () => {
  test('a kind with two groups is read in each form: objects, lists and Tables', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CORE, reported);
    const one = (await client.get(`${NEWER}/web.1`)).json;
    expect(one).toEqual({
      kind: 'Event',
      apiVersion: 'events.k8s.io/v1',
      metadata: one.metadata,
      eventTime: null,
      regarding: reported.involvedObject,
      reason: 'Pulled',
      note: 'Container image is there',
      type: 'Normal',
      deprecatedSource: { component: 'kubelet' },
      deprecatedFirstTimestamp: null,
      deprecatedLastTimestamp: null,
      deprecatedCount: 1,
    });
    const { kind: _kind, apiVersion: _apiVersion, ...item } = one;
    expect((await client.get(NEWER)).json).toMatchObject({ kind: 'EventList', apiVersion: 'events.k8s.io/v1', items: [item] });
    const { rows } = (await client.get(`${NEWER}?includeObject=Object`, TABLE)).json;
    expect([rows[0].cells.slice(1, 4), rows[0].object]).toEqual([['Normal', 'Pulled', 'pod/web'], one]);
  });

  test('a kind with two groups is created, replaced and patched in each form, as one object', async () => {
    const { client } = await inMemoryApiServer();
    const created = await client.post(NEWER, told);
    expect([created.status, created.json]).toMatchObject([201, told]);
    const stored = (await client.get(`${CORE}/web.2`)).json;
    expect(stored).toMatchObject({
      apiVersion: 'v1',
      involvedObject: told.regarding,
      message: 'it moved',
      reportingComponent: 'example.com/operator',
      metadata: { uid: created.json.metadata.uid },
    });
    const series = { count: 2, lastObservedTime: '2026-01-01T12:00:00.000000Z' };
    expect((await client.patch(`${NEWER}/web.2`, 'merge-patch', { series })).json).toMatchObject({ series, note: 'it moved' });
    expect((await client.put(`${NEWER}/web.2`, { ...created.json, metadata: { name: 'web.2' }, series })).json).toMatchObject({ series });
    expect((await client.patch(`${CORE}/web.2`, 'merge-patch', { count: 3 })).json).toMatchObject({ series, count: 3 });
  });

  test('a kind with two groups is validated by the rules of the written form', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.post(NEWER, { ...told, type: 'Loud' })).json).toMatchObject({
      code: 422,
      message: 'Event "web.2" is invalid: type: Invalid value: "": has invalid value: Loud',
    });
    await client.post(NEWER, told);
    expect((await client.patch(`${NEWER}/web.2`, 'merge-patch', { note: 'other' })).json.message).toBe(
      'Event "web.2" is invalid: message: Invalid value: "other": field is immutable',
    );
    const core = await client.post(`${NEWER}?fieldValidation=Strict`, { ...told, involvedObject: {} });
    expect(core.json.message).toContain('strict decoding error: unknown field "involvedObject"');
  });

  test('a kind with two groups is selected by fields of each form only', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CORE, reported);
    const names = async (url: string) =>
      (await client.get(url)).json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
    expect(await names(`${NEWER}?fieldSelector=regarding.name=web`)).toEqual(['web.1']);
    expect(await names(`${NEWER}?fieldSelector=regarding.name=db`)).toEqual([]);
    expect((await client.get(`${NEWER}?fieldSelector=involvedObject.name=web`)).json).toMatchObject({
      code: 400,
      message: 'field label not supported: involvedObject.name',
    });
  });

  test('a kind with two groups is watched in the requested form', async () => {
    const { client } = await inMemoryApiServer();
    const stream = await client.open(
      `${NEWER}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
    );
    await client.post(CORE, reported);
    const [bookmark, added] = stream.lines;
    expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: { kind: 'Event', apiVersion: 'events.k8s.io/v1' } });
    expect(Object.keys(bookmark.object)).toEqual(['kind', 'apiVersion', 'metadata']);
    expect(added).toMatchObject({ type: 'ADDED', object: { apiVersion: 'events.k8s.io/v1', note: 'Container image is there' } });
  });

  test('a kind with two groups is discoverable and documented in both', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.get('/apis/events.k8s.io/v1')).json.resources).toMatchObject([
      { name: 'events', kind: 'Event', shortNames: ['ev'] },
    ]);
    expect((await client.get('/openapi/v3/apis/events.k8s.io/v1')).json.components.schemas).toHaveProperty(['io.k8s.api.events.v1.Event']);
  });
});

describe('a kind with two versions', () => {
  const URL = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const older = {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 50 },
  };

  test('a kind with two versions prefers its stored version', async () => {
    const { client } = await inMemoryApiServer();
    const { versions, preferredVersion } = (await client.get('/apis/autoscaling')).json;
    expect([versions.map(({ version }: { version: string }) => version), preferredVersion.version]).toEqual([['v2', 'v1'], 'v2']);
  });

  test('a kind with two versions is written in the older, read in the newer, and back', async () => {
    const { client } = await inMemoryApiServer();
    const created = await client.post(URL('v1'), older);
    expect([created.status, created.json]).toMatchObject([201, { ...older, spec: { ...older.spec, minReplicas: 1 } }]);
    const { spec } = (await client.get(`${URL('v2')}/web`)).json;
    const target = { type: 'Utilization', averageUtilization: 50 };
    expect(spec.metrics).toEqual([{ type: 'Resource', resource: { name: 'cpu', target } }]);
    const memory = { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } };
    await client.patch(`${URL('v2')}/web`, 'merge-patch', { spec: { metrics: [memory] } });
    const patched = await client.patch(`${URL('v1')}/web`, 'strategic-merge-patch', { spec: { targetCPUUtilizationPercentage: 70 } });
    expect(patched.json.metadata.annotations).toEqual({
      'autoscaling.alpha.kubernetes.io/metrics': '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}}]',
    });
    const stored = (await client.get(`${URL('v2')}/web`)).json;
    expect(stored.metadata.annotations).toBeUndefined();
    expect(stored.spec.metrics).toMatchObject([{ resource: { target: { averageUtilization: 70 } } }, memory]);
  });

  test('a kind with two versions is refused in terms of the stored one', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.post(URL('v1'), { ...older, spec: { ...older.spec, targetCPUUtilizationPercentage: 0 } })).json.message).toBe(
      'HorizontalPodAutoscaler.autoscaling "web" is invalid: spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
    );
    expect((await client.post(URL('v1'), { ...older, apiVersion: 'autoscaling/v2' })).json.message).toBe(
      'the API version in the data (autoscaling/v2) does not match the expected API version (autoscaling/v1)',
    );
  });
});
