import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const NOON = '2026-01-01T12:00:00Z';

const by = (userAgent: string) => ({ headers: { 'user-agent': userAgent } });
const entry = (manager: string, fieldsV1: object, more: object = {}) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: NOON,
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
});
const configMap = (data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', ...metadata },
  data,
});
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };

async function serverWithPod() {
  const server = await inMemoryApiServer({ admission: [] });
  await server.client.post(`${PODS}?fieldManager=kubectl-run`, pod);
  const managers = async () => {
    const { managedFields } = (await server.client.get(`${PODS}/p`)).json.metadata;
    return managedFields.map(({ manager, subresource, fieldsV1 }: Record<string, object>) => [
      subresource === undefined ? manager : `${manager} ${subresource}`,
      Object.keys(fieldsV1 ?? {}).join(),
    ]);
  };
  return { ...server, managers };
}

describe('ownership of written fields', () => {
  test('a write is owned by fieldManager or else by user agent', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(
      CONFIG_MAPS,
      configMap({ color: 'red', size: 'big' }, { labels: { app: 'web' } }),
      by('kubectl/v1.35.2 (linux/amd64)'),
    );
    const put = await client.put(
      `${CONFIG_MAPS}/a?fieldManager=painter`,
      configMap({ color: 'blue', size: 'big' }, { labels: { app: 'web' } }),
    );
    expect(put.json.metadata.managedFields).toEqual([
      entry('kubectl', { 'f:data': { '.': {}, 'f:size': {} }, 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } } }),
      entry('painter', { 'f:data': { 'f:color': {} } }),
    ]);
    expect(Object.keys(put.json.metadata).at(-1)).toBe('managedFields');
  });

  test.each<[string, 'json-patch' | 'merge-patch' | 'strategic-merge-patch', unknown]>([
    ['JSON', 'json-patch', [{ op: 'replace', path: '/data/color', value: 'blue' }]],
    ['merge', 'merge-patch', { data: { color: 'blue' } }],
    ['strategic merge', 'strategic-merge-patch', { data: { color: 'blue' } }],
  ])('a write by a %s patch is owned', async (_what, type, patch) => {
    const { client } = await inMemoryApiServer();
    await client.post(`${CONFIG_MAPS}?fieldManager=first`, configMap({ color: 'red', size: 'big' }));
    expect((await client.patch(`${CONFIG_MAPS}/a?fieldManager=second`, type, patch)).json.metadata.managedFields).toEqual([
      entry('first', { 'f:data': { '.': {}, 'f:size': {} } }),
      entry('second', { 'f:data': { 'f:color': {} } }),
    ]);
  });

  test('a manager without fields has no entry', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(`${CONFIG_MAPS}?fieldManager=first`, configMap({ color: 'red' }));
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: null });
    expect((await client.get(`${CONFIG_MAPS}/a`)).json.metadata.managedFields).toBeUndefined();
  });

  test("a manager's time is the time of its last change", async () => {
    const { client, clock, registry } = await inMemoryApiServer();
    const made = await client.post(`${CONFIG_MAPS}?fieldManager=m`, configMap({ color: 'red' }));
    clock.advanceTo(clock.now() + 60_000);
    const before = registry.revision;
    const same = await client.put(`${CONFIG_MAPS}/a?fieldManager=m`, configMap({ color: 'red' }));
    expect([same.text, registry.revision]).toEqual([made.text, before]);
    const changed = await client.put(`${CONFIG_MAPS}/a?fieldManager=m`, configMap({ color: 'blue' }));
    expect(changed.json.metadata.managedFields).toEqual([
      entry('m', { 'f:data': { '.': {}, 'f:color': {} } }, { time: '2026-01-01T12:01:00Z' }),
    ]);
  });
});

describe('entries of subresources', () => {
  test('a status has a separate entry, and cannot change spec or managedFields', async () => {
    const { client, managers } = await serverWithPod();
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    const metadata = { name: 'p', ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u' }] };
    const reported = await client.put(`${PODS}/p/status`, { ...pod, metadata, status }, by('kubelet/v1.35.0'));
    // Upstream's type always writes the times.
    const ready = { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} };
    expect(reported.json.metadata.managedFields[1]).toEqual(
      entry(
        'kubelet',
        { 'f:status': { 'f:conditions': { '.': {}, 'k:{"type":"Ready"}': ready }, 'f:phase': {} } },
        { subresource: 'status' },
      ),
    );
    expect(await managers()).toEqual([
      ['kubectl-run', 'f:spec'],
      ['kubelet status', 'f:status'],
    ]);
  });

  test("a device claim's status has an entry without the metadata that it resets", async () => {
    const { client } = await inMemoryApiServer();
    const claims = '/apis/resource.k8s.io/v1/namespaces/default/resourceclaims';
    await client.post(`${claims}?fieldManager=m`, { metadata: { name: 'c' }, spec: {} });
    const reservedFor = [{ resource: 'pods', name: 'p', uid: 'u' }];
    const body = {
      ...{ apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim', metadata: { name: 'c', labels: { a: 'b' } } },
      status: { allocation: {}, reservedFor },
    };
    const status = await client.send('PATCH', `${claims}/c/status?fieldManager=m`, {
      body,
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
    expect(Object.keys(status.json.metadata.managedFields[0].fieldsV1)).toEqual(['f:status']);
  });

  test("a scale has its entry in the object's terms, and can be applied", async () => {
    const { client } = await inMemoryApiServer();
    const spec = {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    };
    await client.post(`${DEPLOYMENTS}?fieldManager=m`, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
    await client.patch(`${DEPLOYMENTS}/web/scale`, 'merge-patch', { spec: { replicas: 5 } });
    const scaled = entry('test', { 'f:spec': { 'f:replicas': {} } }, { apiVersion: 'apps/v1', subresource: 'scale' });
    expect((await client.get(`${DEPLOYMENTS}/web`)).json.metadata.managedFields[1]).toEqual(scaled);

    const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec: { replicas: 7 } };
    const apply = (query: string, body: object = scale) =>
      client.send('PATCH', `${DEPLOYMENTS}/web/scale?${query}`, {
        body,
        headers: { 'content-type': 'application/apply-patch+yaml' },
      });
    const whole = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec };
    expect((await apply('fieldManager=scaler', whole)).json.message).toBe('invalid object type: apps/v1, Kind=Deployment');
    expect((await apply('fieldManager=scaler')).json.message).toBe(
      'Apply failed with 1 conflict: conflict with "test" with subresource "scale" using apps/v1: .spec.replicas',
    );
    expect((await apply('fieldManager=scaler&force=true')).json).toMatchObject({ kind: 'Scale', spec: { replicas: 7 } });
    const { metadata } = (await client.get(`${DEPLOYMENTS}/web`)).json;
    expect(metadata.managedFields.map(({ manager }: { manager: string }) => manager)).toEqual(['scaler', 'm']);
  });

  test('ephemeralcontainers owns only ephemeral containers', async () => {
    const { client, managers } = await serverWithPod();
    const spec = { ...pod.spec, ephemeralContainers: [{ name: 'debug', image: 'busybox', targetContainerName: 'c' }] };
    const debug = await client.patch(`${PODS}/p/ephemeralcontainers`, 'strategic-merge-patch', { metadata: { labels: { a: 'b' } }, spec });
    expect(debug.status).toBe(200);
    expect(await managers()).toEqual([
      ['kubectl-run', 'f:spec'],
      ['test ephemeralcontainers', 'f:spec'],
    ]);
  });

  test('resize owns only resources, regardless of other applied fields', async () => {
    const { client } = await inMemoryApiServer({ admission: [] });
    const sized = (image: string, cpu: string) => ({
      ...pod,
      spec: { containers: [{ name: 'c', image, resources: { requests: { cpu } } }] },
    });
    await client.post(`${PODS}?fieldManager=kubectl-run`, sized('nginx', '50m'));
    const resized = await client.send('PATCH', `${PODS}/p/resize?fieldManager=sizer&force=true`, {
      body: sized('other', '100m'),
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
    expect(resized.json.spec.containers[0]).toMatchObject({ image: 'nginx', resources: { requests: { cpu: '100m' } } });
    expect(resized.json.metadata.managedFields.map(({ manager, subresource }: Record<string, string>) => [manager, subresource])).toEqual([
      ['sizer', 'resize'],
      ['kubectl-run', undefined],
    ]);
    expect(resized.json.metadata.managedFields[0].fieldsV1).toEqual({
      'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:resources': { 'f:requests': { 'f:cpu': {} } } } } },
    });
  });

  test('an effect of a binding or deletion is owned by the server', async () => {
    const { client, managers } = await serverWithPod();
    await client.post(`${PODS}/p/binding`, { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n1' } });
    await client.delete(`${PODS}/p`);
    const { spec, metadata } = (await client.get(`${PODS}/p`)).json;
    expect([spec.nodeName, metadata.deletionGracePeriodSeconds]).toEqual(['n1', 30]);
    expect(await managers()).toEqual([['kubectl-run', 'f:spec']]);
  });
});

describe('entries in requests', () => {
  test('entries stay if the client returns them unchanged, or sends none', async () => {
    const { client } = await inMemoryApiServer();
    const first = (await client.post(`${CONFIG_MAPS}?fieldManager=m`, configMap({ color: 'red' }))).json;
    const sent = await client.put(`${CONFIG_MAPS}/a?fieldManager=m`, { ...first, data: { color: 'blue' } });
    expect(sent.json.metadata.managedFields).toEqual(first.metadata.managedFields);
  });

  test('entries may transfer fields to another manager, as kubectl does for server-side apply', async () => {
    const { client } = await inMemoryApiServer();
    const first = (await client.post(`${CONFIG_MAPS}?fieldManager=kubectl-client-side-apply`, configMap({ color: 'red' }))).json;
    const [owner] = first.metadata.managedFields;
    const migration = [
      { op: 'replace', path: '/metadata/managedFields', value: [{ ...owner, manager: 'kubectl', operation: 'Apply' }] },
      { op: 'replace', path: '/metadata/resourceVersion', value: first.metadata.resourceVersion },
    ];
    const migrated = await client.patch(`${CONFIG_MAPS}/a?fieldManager=kubectl`, 'json-patch', migration);
    expect(migrated.json.metadata.managedFields).toEqual([
      entry('kubectl', { 'f:data': { '.': {}, 'f:color': {} } }, { operation: 'Apply' }),
    ]);
  });

  test('unreadable entries are ignored', async () => {
    const { client } = await inMemoryApiServer();
    const first = (await client.post(`${CONFIG_MAPS}?fieldManager=m`, configMap({ color: 'red' }))).json;
    const broken = { ...first, metadata: { ...first.metadata, managedFields: [{ manager: 'x', operation: 'Paint' }] } };
    const sent = await client.put(`${CONFIG_MAPS}/a?fieldManager=m`, broken);
    expect([sent.status, sent.json.metadata.managedFields]).toEqual([200, first.metadata.managedFields]);
  });
});

describe('a kind with two versions', () => {
  const HPAS = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
  const metadata = { name: 'h' };
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const managers = ({ metadata }: { metadata: { managedFields: Record<string, object>[] } }) =>
    metadata.managedFields.map(({ manager, apiVersion, fieldsV1 }) => [manager, apiVersion, fieldsV1]);

  test('entries use field names of the written version', async () => {
    const { client } = await inMemoryApiServer();
    const v1 = {
      kind: 'HorizontalPodAutoscaler',
      apiVersion: 'autoscaling/v1',
      metadata,
      spec: { maxReplicas: 5, scaleTargetRef, targetCPUUtilizationPercentage: 50 },
    };
    const apply = (version: string, body: object, query: string) =>
      client.send('PATCH', `${HPAS(version)}/h?${query}`, { body, headers: { 'content-type': 'application/apply-patch+yaml' } });
    const made = await apply('v1', v1, 'fieldManager=old');
    const spec = { 'f:maxReplicas': {}, 'f:scaleTargetRef': {}, 'f:targetCPUUtilizationPercentage': {} };
    expect([made.status, made.json.apiVersion, managers(made.json)]).toEqual([
      201,
      'autoscaling/v1',
      [['old', 'autoscaling/v1', { 'f:spec': spec }]],
    ]);

    const v2 = { ...v1, apiVersion: 'autoscaling/v2', spec: { maxReplicas: 9, scaleTargetRef } };
    expect((await apply('v2', v2, 'fieldManager=new')).json.message).toBe(
      'Apply failed with 1 conflict: conflict with "old": .spec.maxReplicas',
    );
    const taken = (await apply('v2', v2, 'fieldManager=new&force=true')).json;
    expect([taken.apiVersion, taken.spec.maxReplicas, managers(taken).map(([manager, version]) => [manager, version])]).toEqual([
      'autoscaling/v2',
      9,
      [
        ['new', 'autoscaling/v2'],
        ['old', 'autoscaling/v1'],
      ],
    ]);
  });
});
