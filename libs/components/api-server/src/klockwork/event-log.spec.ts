import { DamagedLogError } from '@klockwork/event-store';
import { describe, expect, test, vi } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const LOG = '/klockwork/v1/log';
const configMap = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

describe('the event log', () => {
  test('the event log has one line per event, with actor and cause', async () => {
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

  test('the event log is followed without gaps', async () => {
    const { client } = await inMemoryApiServer();
    const log = await client.open(`${LOG}?from=1&follow=true`);
    const creations = ['a', 'b', 'c'].map((name) => client.post(CONFIG_MAPS, configMap(name)));
    await Promise.all(creations);
    await expect.poll(() => log.lines.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    log.close();
    expect(log.ended).toBe(true);
  });

  test("an object's events are followed from long ago", async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    await client.post(CONFIG_MAPS, configMap('busy'));
    for (let n = 0; n < 4_200; n++) await client.put(`${CONFIG_MAPS}/busy`, configMap('busy', { n: String(n) }));
    const log = await client.open(`${LOG}?object=cm/a&follow=true`);
    await expect.poll(() => log.lines.map(({ type }) => type)).toEqual(['ConfigMapCreated']);
    await client.delete(`${CONFIG_MAPS}/a`);
    await expect.poll(() => log.lines.map(({ type }) => type)).toEqual(['ConfigMapCreated', 'ConfigMapDeleted']);
  });

  test('a slow reader gets the whole log, across pruned and remembered events', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('busy'));
    for (let n = 0; n < 4_200; n++) await client.put(`${CONFIG_MAPS}/busy`, configMap('busy', { n: String(n) }));
    const log = await client.open(`${LOG}?from=1`, { slow: true });
    while (!log.ended) {
      log.drainOnce();
      for (let round = 0; round < 20; round++) await Promise.resolve();
    }
    expect(log.lines.map(({ revision }) => revision)).toEqual(Array.from({ length: 4_206 }, (_, index) => index + 1));
  });

  test('a slow follower is disconnected with a Status, and resumes after its last event', async () => {
    const { client } = await inMemoryApiServer();
    const log = await client.open(`${LOG}?from=6&follow=true`, { slow: true });
    await client.post(CONFIG_MAPS, configMap('busy'));
    for (let n = 0; n < 10_100 && log.lines.length < 2; n++) await client.put(`${CONFIG_MAPS}/busy`, configMap('busy', { n: String(n) }));
    log.drain();
    await expect.poll(() => log.ended).toBe(true);
    expect(log.lines).toMatchObject([
      { revision: 6 },
      { kind: 'Status', reason: 'Expired', code: 410, message: 'the reader is too slow: more events are waiting than are kept for it' },
    ]);
  });

  test('the event log hides confidential data', async () => {
    const { client } = await inMemoryApiServer();
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { password: 'hunter2' } };
    await client.post('/api/v1/namespaces/default/secrets', secret);
    const log = await client.open(`${LOG}?from=6`);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.text).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(log.lines).toMatchObject([{ type: 'SecretCreated', confidential: true }]);
  });

  test.each([
    ['kind=cm&tail=2', [7, 8]],
    ['kind=configmaps&name=b*', [7]],
    ['namespace=default&type=ConfigMap*', [6, 7, 8]],
    ['actor=test&from=7', [7, 8]],
    ['revision=7', [7]],
    ['cause=7', [7]],
    ['object=cm/c&since=1h', [8]],
    ['until=2026-01-01T11:59:59Z', []],
  ])('the event log is searched: %s', async (query, found) => {
    const { client } = await inMemoryApiServer();
    for (const name of ['a', 'b', 'c']) await client.post(CONFIG_MAPS, configMap(name));
    const log = await client.open(`${LOG}?${query}`);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.lines.map(({ revision }) => revision)).toEqual(found);
  });

  test('the event log ends with a Status at damaged events', async () => {
    const { client, journal } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const damaged = new DamagedLogError('the event log is damaged at revision 3', 3);
    vi.spyOn(journal, 'read').mockRejectedValue(damaged);
    const log = await client.open(LOG);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.lines).toEqual([damaged.status]);
  });

  test('the event log is followed up to the end of the search', async () => {
    const { client } = await inMemoryApiServer();
    const log = await client.open(`${LOG}?follow=true&name=b&tail=0`);
    for (const name of ['a', 'b', 'c']) await client.post(CONFIG_MAPS, configMap(name));
    await expect.poll(() => log.lines.map(({ revision }) => revision)).toEqual([7]);
    log.close();
  });

  test.each([
    ['object=foo', 'object must be a resource and a name such as pods/web, not "foo"'],
    ['object=things/a', 'the server doesn\'t have a resource type "things"'],
    ['from=999999', 'the log ends at revision 5'],
    ['revision=6', 'the log ends at revision 5'],
  ])('the event log refuses %s', async (query, message) => {
    const { client } = await inMemoryApiServer();
    const answer = await client.get(`${LOG}?${query}`);
    expect([answer.status, answer.json.message]).toEqual([400, message]);
  });
});

test('the status reports the id of the lab, newest revision and lab time', async () => {
  const { client, signer } = await inMemoryApiServer();
  expect((await client.get('/klockwork/v1/status')).json).toEqual({
    lab: signer.keyId,
    revision: 5,
    clock: { now: '2026-01-01T12:00:00.000Z' },
  });
});
