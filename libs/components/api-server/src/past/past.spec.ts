import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: data },
  data,
});

/** Returns a lab with a ConfigMap created, changed an hour later, and deleted, and the revisions of these events. */
async function labWithPast() {
  const server = await inMemoryApiServer();
  const { client, clock } = server;
  const created = Number((await client.post(MAPS, map('a', { step: 'one' }))).json.metadata.resourceVersion);
  clock.advanceTo(clock.now() + 3_600_000);
  const changed = Number((await client.patch(`${MAPS}/a`, 'merge-patch', { data: { step: 'two' } })).json.metadata.resourceVersion);
  await client.post(MAPS, map('b', {}));
  await client.delete(`${MAPS}/a`);
  return { ...server, created, changed, deleted: server.journal.state.revision };
}

test('each revision shows the objects as they were then', async () => {
  const { client, created, changed, deleted } = await labWithPast();
  const names = async (revision: number) => {
    const { json } = await client.get(`/at/${revision}${MAPS}`);
    return [json.metadata.resourceVersion, json.items.map(({ metadata, data }: typeof json) => [metadata.name, data?.step])];
  };
  expect(await names(created - 1)).toEqual([String(created - 1), []]);
  expect(await names(created)).toEqual([String(created), [['a', 'one']]]);
  expect(await names(changed)).toEqual([String(changed), [['a', 'two']]]);
  expect(await names(deleted)).toEqual([String(deleted), [['b', undefined]]]);
  expect((await client.get(`/at/${deleted}${MAPS}/a`)).json.message).toBe('configmaps "a" not found');
});

test('selectors, pages and Tables with ages of then work', async () => {
  const { client, created, changed } = await labWithPast();
  expect((await client.get(`/at/${changed}${MAPS}?labelSelector=step%3Done`)).json.items).toHaveLength(1);
  await client.post(MAPS, map('c', {}));
  const now = Number((await client.get(MAPS)).json.metadata.resourceVersion);
  await client.delete(`${MAPS}/c`);
  const first = await client.get(`/at/${now}${MAPS}?limit=1`);
  const second = await client.get(`/at/${now}${MAPS}?limit=1&continue=${first.json.metadata.continue}`);
  expect([first, second].map(({ json }) => json.items[0].metadata.name)).toEqual(['b', 'c']);
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const ages = async (revision: number) => (await client.get(`/at/${revision}${MAPS}`, { headers: { accept } })).json.rows[0].cells;
  expect([await ages(created), await ages(changed)]).toEqual([
    ['a', 1, '0s'],
    ['a', 1, '60m'],
  ]);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s of the past is refused with one sentence', async (method) => {
  const { client, changed } = await labWithPast();
  const { status, json } = await client.send(method, `/at/${changed}${MAPS}/a`, { body: {} });
  expect([status, json.reason, json.message]).toEqual([
    405,
    'MethodNotAllowed',
    `this is the past (revision ${changed}, 2026-01-01T13:00:00.000Z), which is only read: use the context of the present to write or connect`,
  ]);
});

test.each([
  ['/api/v1/pods?watch=true', 'where nothing changes any more: there is nothing to watch or to wait for'],
  ['/klockwork/v1/log?follow=true', 'where nothing changes any more: there is nothing to watch or to wait for'],
  ['/api/v1/namespaces/default/pods/web/exec?command=ls', 'which is only read: use the context of the present to write or connect'],
  ['/api/v1/nodes/node-1/proxy/healthz', 'which is only read: use the context of the present to write or connect'],
  ['/klockwork/v1/clock', 'which is only read: use the context of the present to write or connect'],
])('%s in the past is refused', async (path, reason) => {
  const { client } = await labWithPast();
  expect(await client.get(`/at/3${path}`)).toMatchObject({
    status: 405,
    json: { message: `this is the past (revision 3, 2026-01-01T12:00:00.000Z), ${reason}` },
  });
});

test('measurements of the past are refused', async () => {
  const { client } = await labWithPast();
  const { json } = await client.get('/at/3/apis/metrics.k8s.io/v1beta1/nodes');
  expect(json.message).toBe(
    'this is the past (revision 3, 2026-01-01T12:00:00.000Z): nodes.metrics.k8s.io are measured, and not in the log',
  );
});

test.each([
  ['0', 400, 'the log begins at revision 1'],
  ['9999', 400, 'the log ends at revision 9'],
  ['-5m', 400, 'a path of the past names a revision, as /at/512/api, not "-5m"'],
])('/at/%s is answered with %i', async (revision, status, message) => {
  const { client } = await labWithPast();
  expect(await client.get(`/at/${revision}/api/v1/pods`)).toMatchObject({ status, json: { message } });
});

test('the past is authorised by the present', async () => {
  const { client } = await labWithPast();
  expect(await client.get('/at/3/api/v1/pods', { user: null })).toMatchObject({
    status: 403,
    json: { message: 'forbidden: User "system:anonymous" cannot get path "/at/3/api/v1/pods"' },
  });
});

test('log, why, status and discovery of the past end with its revision', async () => {
  const { client, changed, deleted } = await labWithPast();
  const { lab } = (await client.get('/klockwork/v1/status')).json as { lab: string };
  expect((await client.get(`/at/${changed}/klockwork/v1/status`)).json).toEqual({
    lab,
    revision: changed,
    clock: { now: '2026-01-01T13:00:00.000Z' },
  });
  const log = await client.open(`/at/${changed}/klockwork/v1/log`);
  await expect.poll(() => log.ended).toBe(true);
  expect(log.lines.at(-1)).toMatchObject({ revision: changed });
  expect((await client.get(`/at/${changed}/klockwork/v1/why?revision=${deleted}`)).status).not.toBe(200);
  expect((await client.get(`/at/${changed}/api`)).json.kind).toBe('APIVersions');
});

test('a moment is resolved to a revision once', async () => {
  const { client, created, changed, deleted } = await labWithPast();
  const moment = async (at: string) => {
    const { json } = await client.get(`/klockwork/v1/moments?at=${encodeURIComponent(at)}`);
    return json.message ?? json.revision;
  };
  expect(await moment('-30m')).toBe(created);
  expect(await moment('2026-01-01T12:00:00Z')).toBe(created);
  expect(await moment(String(changed))).toBe(changed);
  expect(await moment('0s')).toBe(deleted);
  expect(await moment('2h')).toBe('the log begins at 2026-01-01T12:00:00.000Z, after 2026-01-01T11:00:00.000Z');
  expect(await moment('2026-01-02T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z is yet to come: it is 2026-01-01T13:00:00.000Z');
  expect(await moment('9999')).toBe(`the log ends at revision ${deleted}`);
  expect(await moment('noon')).toBe(
    'a moment is a revision, as 812, how long ago, as 5m, or a time of the lab, as 11:32:02 or 2026-01-01T11:32:02Z, not "noon"',
  );
});

test('an informer lists instead of a streamed list of the past', async () => {
  const { client } = await labWithPast();
  const { status, json } = await client.get('/at/3/api/v1/pods?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan');
  expect([status, json.message]).toEqual([
    422,
    'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
  ]);
});

test('objects, discovery and kind of a deleted definition remain readable in the past', async () => {
  const { client, journal } = await inMemoryApiServer();
  const names = { plural: 'bells', singular: 'bell', kind: 'Bell', listKind: 'BellList' };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  await client.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'bells.shop.io' },
    spec: { group: 'shop.io', names, scope: 'Namespaced', versions: [{ name: 'v1', served: true, storage: true, schema }] },
  });
  const bells = '/apis/shop.io/v1/namespaces/default/bells';
  await expect.poll(async () => (await client.get(bells)).status).toBe(200);
  await client.post(bells, { apiVersion: 'shop.io/v1', kind: 'Bell', metadata: { name: 'one' } });
  const then = journal.state.revision;
  await client.delete('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bells.shop.io');
  await expect.poll(async () => (await client.get(bells)).status).toBe(404);
  expect((await client.get(`/at/${then}${bells}/one`)).json.metadata.name).toBe('one');
  expect((await client.get(`/at/${then}/apis/shop.io/v1`)).json.resources).toMatchObject([{ name: 'bells' }]);
});

test('changes between two moments name created, changed and deleted objects', async () => {
  const { client, created, changed, deleted } = await labWithPast();
  const between = async (before: number, after: number, more = '') => {
    const { json } = await client.get(`/klockwork/v1/changes?before=${before}&after=${after}${more}`);
    return json.message ?? json.changes.map(({ key, before: was, after: is }: typeof json) => [key.name, was?.revision, is?.revision]);
  };
  expect(await between(created - 1, created)).toEqual([['a', undefined, created]]);
  expect(await between(created, changed)).toEqual([['a', created, changed]]);
  expect(await between(created, deleted)).toEqual([
    ['a', created, undefined],
    ['b', undefined, deleted - 1],
  ]);
  expect(await between(created - 1, deleted, '&object=configmaps/b')).toEqual([['b', undefined, deleted - 1]]);
  expect(await between(created - 1, deleted, '&kind=pods')).toEqual([]);
  expect(await between(deleted, created)).toBe(`revision ${deleted} is later than revision ${created}: name the earlier moment first`);
  expect(await between(created, 9_999)).toBe(`the log ends at revision ${deleted}`);
});
