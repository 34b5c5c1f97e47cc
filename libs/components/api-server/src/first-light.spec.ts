import { expect, test } from 'vitest';
import { inMemoryApiServer } from './testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

test('an object is created, read, listed and seen by a watcher', async () => {
  const { client } = await inMemoryApiServer();
  const watch = await client.open(`${CONFIG_MAPS}?watch=true`);
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { color: 'red' } };
  const created = await client.post(CONFIG_MAPS, body);
  expect(created.json).toEqual({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: {
      name: 'a',
      namespace: 'default',
      uid: expect.any(String),
      resourceVersion: '6',
      creationTimestamp: '2026-01-01T12:00:00Z',
    },
    data: { color: 'red' },
  });
  expect(created.status).toBe(201);
  expect((await client.get(`${CONFIG_MAPS}/a`)).text).toBe(created.text);
  const list = await client.get(CONFIG_MAPS);
  const { kind: _kind, apiVersion: _apiVersion, ...item } = created.json;
  expect(list.json).toEqual({ kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '6' }, items: [item] });
  expect(watch.lines).toEqual([{ type: 'ADDED', object: created.json }]);
});
