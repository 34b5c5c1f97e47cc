import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const SUCCESS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };

const configMap = (name: string, metadata: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });

async function serverWithPod(nodeName: string | undefined) {
  const server = await inMemoryApiServer({ admission: [] });
  const spec = { containers: [{ name: 'nginx', image: 'nginx:1.27' }], ...(nodeName && { nodeName }) };
  await server.client.post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
  return server;
}

describe('a kind without a grace period', () => {
  test('an object is removed at once, with a Status as answer', async () => {
    const { client } = await inMemoryApiServer();
    const { uid } = (await client.post(CONFIG_MAPS, configMap('a'))).json.metadata;
    const watch = await client.open(`${CONFIG_MAPS}?watch=true&resourceVersion=6`);
    const deleted = await client.delete(`${CONFIG_MAPS}/a`, { propagationPolicy: 'Background' });
    expect([deleted.status, deleted.json]).toEqual([200, { ...SUCCESS, details: { name: 'a', kind: 'configmaps', uid } }]);
    expect(watch.lines).toMatchObject([{ type: 'DELETED', object: { metadata: { name: 'a', resourceVersion: '7' } } }]);
    expect((await client.delete(`${CONFIG_MAPS}/a`)).json.message).toBe('configmaps "a" not found');
  });

  test.each([
    ['/api/v1/namespaces/default/resourcequotas', 'ResourceQuota', { spec: { hard: { pods: '1' } } }],
    ['/api/v1/namespaces/default/podtemplates', 'PodTemplate', { template: { spec: { containers: [{ name: 'a', image: 'a:1' }] } } }],
    [
      '/api/v1/namespaces/default/persistentvolumeclaims',
      'PersistentVolumeClaim',
      { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    ],
    [
      '/api/v1/persistentvolumes',
      'PersistentVolume',
      { spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/a' } } },
    ],
  ])('a delete with %s keeps the object', async (path, kind, rest) => {
    const { client } = await inMemoryApiServer({ admission: [] });
    expect((await client.post(path, { apiVersion: 'v1', kind, metadata: { name: 'a' }, ...rest })).status).toBe(201);
    expect((await client.delete(`${path}/a`)).json).toMatchObject({ kind, metadata: { name: 'a' } });
  });

  test('an object with finalizers stays until the last one is removed', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a', { finalizers: ['example.com/hold'] }));
    const marked = (await client.delete(`${CONFIG_MAPS}/a`)).json;
    expect(marked.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T12:00:00Z',
      deletionGracePeriodSeconds: 0,
      finalizers: ['example.com/hold'],
    });
    const more = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', {
      metadata: { finalizers: ['example.com/hold', 'example.com/new'] },
    });
    expect(more.json.message).toContain('no new finalizers can be added if the object is being deleted');
    const released = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { metadata: { finalizers: null } });
    expect(released.status).toBe(200);
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(404);
  });

  test.each([
    ['Foreground', ['foregroundDeletion']],
    ['Orphan', ['orphan']],
  ])("a delete with %s leaves the garbage collector's finalizer", async (propagationPolicy, finalizers) => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    expect((await client.delete(`${CONFIG_MAPS}/a`, { propagationPolicy })).json.metadata.finalizers).toEqual(finalizers);
    expect((await client.delete(`${CONFIG_MAPS}/a`, { propagationPolicy: 'Background' })).json.status).toBe('Success');
  });

  test('a deleted Job without propagation policy orphans its pods, with a warning', async () => {
    const { client } = await inMemoryApiServer();
    const jobs = '/apis/batch/v1/namespaces/default/jobs';
    const warning =
      '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"';
    expect((await client.delete(jobs)).headers.warning).toBe(warning);
    expect((await client.delete(`${jobs}/a`)).headers.warning).toBe(warning);
    expect((await client.delete(`${jobs}/a`, { propagationPolicy: 'Orphan' })).headers.warning).toBeUndefined();
    expect((await client.delete(`${jobs}/a`, { orphanDependents: true })).headers.warning).toBeUndefined();
    expect((await client.delete(`${CONFIG_MAPS}/a`)).headers.warning).toBeUndefined();
  });

  test.each(['Foreground', 'Orphan'])(
    'an Event is removed at once, even with %s: the garbage collector ignores Events',
    async (propagationPolicy) => {
      const { client } = await inMemoryApiServer();
      const events = '/api/v1/namespaces/default/events';
      await client.post(events, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'a' },
        involvedObject: { namespace: 'default' },
      });
      expect((await client.delete(`${events}/a`, { propagationPolicy })).json).toMatchObject(SUCCESS);
      expect((await client.get(`${events}/a`)).status).toBe(404);
    },
  );

  test('failed preconditions are refused', async () => {
    const { client } = await inMemoryApiServer();
    const { uid } = (await client.post(CONFIG_MAPS, configMap('a'))).json.metadata;
    const refused = await client.delete(`${CONFIG_MAPS}/a`, { preconditions: { uid: 'other' } });
    expect(refused.json.message).toBe(
      `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
    expect((await client.delete(`${CONFIG_MAPS}/a`, { preconditions: { uid, resourceVersion: '6' } })).status).toBe(200);
  });

  test('preconditions may be query parameters', async () => {
    const { client } = await inMemoryApiServer();
    const { uid } = (await client.post(CONFIG_MAPS, configMap('a'))).json.metadata;
    const refused = await client.delete(`${CONFIG_MAPS}/a?resourceVersion=1&uid=${uid}`);
    expect(refused.json.message).toBe(
      'Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (6). The object might have been modified',
    );
    expect((await client.delete(`${CONFIG_MAPS}/a?uid=${uid}`)).status).toBe(200);
  });

  test('options may have any group; a body of another kind deletes no object', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const refused = await client.delete(`${CONFIG_MAPS}/a`, configMap('a'));
    expect([refused.status, refused.json.message]).toEqual([
      400,
      'no kind "ConfigMap" is registered for version "v1" in scheme "pkg/apis/meta/internalversion/scheme/register.go:27"',
    ]);
    expect((await client.delete(`${CONFIG_MAPS}/a`, { kind: 'DeleteOptions', apiVersion: 'apps/v1' })).status).toBe(200);
  });

  test('contradictory options are all reported', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const refused = await client.delete(`${CONFIG_MAPS}/a`, { dryRun: ['Some'], propagationPolicy: 'Later', orphanDependents: true });
    expect([refused.status, refused.json.message]).toEqual([
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: [propagationPolicy: Invalid value: "Later": orphanDependents and deletionPropagation cannot be both set, propagationPolicy: Unsupported value: "Later": supported values: "Foreground", "Background", "Orphan", "nil", dryRun: Unsupported value: ["Some"]: supported values: "All"]',
    ]);
  });

  test('dryRun in the body deletes no object', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    expect((await client.delete(`${CONFIG_MAPS}/a`, { dryRun: ['All'] })).status).toBe(200);
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(200);
  });
});

describe('a pod on a node', () => {
  test("a pod's grace period can only be shortened by a second request", async () => {
    const { client } = await serverWithPod('node-1');
    const deletion = async (body?: object) => {
      const { deletionTimestamp, deletionGracePeriodSeconds, generation } = (await client.delete(`${PODS}/web`, body)).json.metadata;
      return [deletionTimestamp, deletionGracePeriodSeconds, generation];
    };
    expect(await deletion()).toEqual(['2026-01-01T12:00:30Z', 30, 2]);
    expect(await deletion({ gracePeriodSeconds: 60 })).toEqual(['2026-01-01T12:00:30Z', 30, 2]);
    expect(await deletion({ gracePeriodSeconds: 10 })).toEqual(['2026-01-01T12:00:10Z', 10, 2]);
    expect((await client.get(`${PODS}/web`)).status).toBe(200);
    expect(await deletion({ gracePeriodSeconds: 0 })).toEqual(['2026-01-01T12:00:00Z', 0, 2]);
    expect((await client.get(`${PODS}/web`)).status).toBe(404);
  });

  test('a forced delete removes a pod at once', async () => {
    const { client } = await serverWithPod('node-1');
    await client.delete(`${PODS}/web`, { gracePeriodSeconds: 0 });
    expect((await client.get(`${PODS}/web`)).status).toBe(404);
  });
});

test('an unscheduled pod is removed at once, and is the answer', async () => {
  const { client } = await serverWithPod(undefined);
  const deleted = await client.delete(`${PODS}/web`);
  expect(deleted.json).toMatchObject({ kind: 'Pod', metadata: { name: 'web', deletionGracePeriodSeconds: 0 } });
  expect((await client.get(`${PODS}/web`)).status).toBe(404);
});

test('a collection is deleted by label', async () => {
  const { client } = await inMemoryApiServer();
  for (const [name, app] of Object.entries({ a: 'web', b: 'web', c: 'db' }))
    await client.post(CONFIG_MAPS, configMap(name, { labels: { app } }));
  const deleted = await client.delete(`${CONFIG_MAPS}?labelSelector=app%3Dweb`);
  expect(deleted.json.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['a', 'b']);
  expect((await client.get(CONFIG_MAPS)).json.items).toMatchObject([{ metadata: { name: 'c' } }]);
  expect((await client.delete('/api/v1/namespaces')).json).toMatchObject({ code: 405, reason: 'MethodNotAllowed' });
});

test('a page of a collection is deleted by limit', async () => {
  const { client } = await inMemoryApiServer();
  for (const name of ['a', 'b', 'c']) await client.post(CONFIG_MAPS, configMap(name, { labels: { app: 'web' } }));
  const deleted = (await client.delete(`${CONFIG_MAPS}?labelSelector=app%3Dweb&limit=2`)).json;
  expect(deleted.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['a', 'b']);
  expect(deleted.metadata.continue).toBeDefined();
  expect((await client.delete(`${CONFIG_MAPS}?resourceVersionMatch=Exact`)).json.message).toBe(
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  );
});
