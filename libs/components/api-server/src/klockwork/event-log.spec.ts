import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const LOG = '/klockwork/v1/log';
const configMap = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

describe('the event log', () => {
  test('is a line an event, with who asked and why', async () => {
    const { client } = await inMemoryApiServer();
    const created = await client.post(CONFIG_MAPS, configMap('a'));
    const log = await client.open(`${LOG}?from=6`);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.lines).toEqual([
      {
        revision: 6,
        previousRevision: 0,
        previousRevisionOfKind: 0,
        key: { group: '', resource: 'configmaps', namespace: 'default', name: 'a' },
        uid: created.json.metadata.uid,
        type: 'ConfigMapCreated',
        change: 'created',
        at: Date.parse('2026-01-01T12:00:00Z'),
        actor: { user: 'admin', userAgent: 'test' },
        correlationId: created.headers['audit-id'],
        cause: { trigger: 'request', name: 'create' },
        data: {},
        object: created.json,
      },
    ]);
  });

  test('is followed without a gap', async () => {
    const { client } = await inMemoryApiServer();
    const log = await client.open(`${LOG}?from=1&follow=true`);
    const creations = ['a', 'b', 'c'].map((name) => client.post(CONFIG_MAPS, configMap(name)));
    await Promise.all(creations);
    await expect.poll(() => log.lines.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    log.close();
    expect(log.ended).toBe(true);
  });

  test('of one object is followed from long ago', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    await client.post(CONFIG_MAPS, configMap('busy'));
    for (let n = 0; n < 4_200; n++) await client.put(`${CONFIG_MAPS}/busy`, configMap('busy', { n: String(n) }));
    const log = await client.open(`${LOG}?object=cm/a&follow=true`);
    await expect.poll(() => log.lines.map(({ type }) => type)).toEqual(['ConfigMapCreated']);
    await client.delete(`${CONFIG_MAPS}/a`);
    await expect.poll(() => log.lines.map(({ type }) => type)).toEqual(['ConfigMapCreated', 'ConfigMapDeleted']);
  });

  test('keeps what is confidential to itself', async () => {
    const { client } = await inMemoryApiServer();
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { password: 'hunter2' } };
    await client.post('/api/v1/namespaces/default/secrets', secret);
    const log = await client.open(`${LOG}?from=6`);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.text).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(log.lines).toMatchObject([{ type: 'SecretCreated', confidential: true }]);
  });

  test('refuses an object that is none', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.get(`${LOG}?object=things/a`)).json.message).toBe(
      'object must be a resource and a name such as pods/web, not "things/a"',
    );
  });
});

test('the status tells the newest revision and the time of the lab', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.get('/klockwork/v1/status')).json).toEqual({ revision: 5, clock: { now: '2026-01-01T12:00:00.000Z' } });
});
