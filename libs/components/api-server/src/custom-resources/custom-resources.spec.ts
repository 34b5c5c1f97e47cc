import type { Admission } from '@klockwork/admission';
import { type LogFields, silentLogger } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import {
  CRON_TABS,
  conditionOf,
  cronTab,
  DEFINITIONS,
  definition,
  establish,
  storedDefinition,
  until,
  version,
} from './testing/definitions.ts';

const byType = (conditions: { type: string; status: string; reason: string; message: string }[]) =>
  Object.fromEntries(conditions.map(({ type, status, reason, message }) => [type, [status, reason, message]]));

test('a definition receives its defaults, names and conditions', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const { spec, status, metadata } = (await client.get(`${DEFINITIONS}/crontabs.stable.example.com`)).json;
  const names = { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', listKind: 'CronTabList', shortNames: ['ct'] };
  expect([spec.names, spec.conversion, metadata.generation]).toEqual([names, { strategy: 'None' }, 1]);
  expect([status.acceptedNames, status.storedVersions]).toEqual([names, ['v1']]);
  expect(byType(status.conditions)).toEqual({
    NamesAccepted: ['True', 'NoConflicts', 'no conflicts found'],
    Established: ['True', 'InitialNamesAccepted', 'the initial names have been accepted'],
  });
});

test('an object of a definition is created, listed, changed and deleted', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  expect((await client.post(CRON_TABS, cronTab())).status).toBe(404);
  await establish(server);
  const created = await client.post(CRON_TABS, cronTab());
  expect([created.status, created.json.spec, created.json.metadata.generation]).toEqual([201, cronTab().spec, 1]);
  expect((await client.get(CRON_TABS)).json).toMatchObject({ kind: 'CronTabList', apiVersion: 'stable.example.com/v1', items: [{}] });
  const changed = await client.patch(`${CRON_TABS}/mine`, 'merge-patch', { spec: { image: 'other' } });
  expect([changed.json.spec.image, changed.json.metadata.generation]).toEqual(['other', 2]);
  expect((await client.delete(`${CRON_TABS}/mine`)).status).toBe(200);
  expect((await client.get(`${CRON_TABS}/mine`)).json.message).toBe('crontabs.stable.example.com "mine" not found');
});

test('the status of an object is written apart', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const created = (await client.post(CRON_TABS, cronTab('mine', { status: { replicas: 3 } }))).json;
  expect(created.status).toBeUndefined();
  const written = { ...created, spec: {}, status: { replicas: 2 } };
  const updated = (await client.put(`${CRON_TABS}/mine/status`, written)).json;
  expect([updated.spec.image, updated.status, updated.metadata.generation]).toEqual(['my-image', { replicas: 2 }, 1]);
});

test('a definition appears in discovery, and its objects in a table', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  await client.post(CRON_TABS, cronTab());
  expect((await client.get('/apis/stable.example.com')).json.preferredVersion.version).toBe('v1');
  expect((await client.get('/apis/stable.example.com/v1')).json.resources).toMatchObject([
    { name: 'crontabs', singularName: 'crontab', namespaced: true, kind: 'CronTab', shortNames: ['ct'] },
    { name: 'crontabs/status', kind: 'CronTab', verbs: ['get', 'patch', 'update'] },
  ]);
  const table = (await client.get(CRON_TABS, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } })).json;
  expect(table.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Age']);
  expect(table.rows[0].cells).toEqual(['mine', '0s']);
  expect((await client.get('/openapi/v3')).json.paths['apis/apiextensions.k8s.io/v1']).toBeDefined();
});

test('every served version has its own apiVersion, and only the stored one is in the log', async () => {
  const server = await inMemoryApiServer();
  const { client, journal } = server;
  await establish(server, definition({ versions: [version('v1beta1', { storage: false }), version('v1')] }));
  const beta = CRON_TABS.replace('/v1/', '/v1beta1/');
  const created = await client.post(beta, cronTab('mine', { apiVersion: 'stable.example.com/v1beta1' }));
  expect([created.status, created.json.apiVersion]).toEqual([201, 'stable.example.com/v1beta1']);
  expect((await client.get(`${CRON_TABS}/mine`)).json.apiVersion).toBe('stable.example.com/v1');
  const itemsAt = async (path: string) => (await client.get(path)).json.items;
  expect([...(await itemsAt(beta)), ...(await itemsAt(CRON_TABS))]).toMatchObject([
    { kind: 'CronTab', apiVersion: 'stable.example.com/v1beta1' },
    { kind: 'CronTab', apiVersion: 'stable.example.com/v1' },
  ]);
  const key = { group: 'stable.example.com', resource: 'crontabs', namespace: 'default', name: 'mine' };
  expect(journal.state.get(key)?.object.apiVersion).toBe('stable.example.com/v1');
});

test('a strategic patch of an object is refused', async () => {
  const server = await inMemoryApiServer();
  await establish(server);
  await server.client.post(CRON_TABS, cronTab());
  const { status, json } = await server.client.patch(`${CRON_TABS}/mine`, 'strategic-merge-patch', {});
  expect([status, json.message]).toEqual([
    415,
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  ]);
});

test('an applied object merges by field', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const apply = (manager: string, spec: object) =>
    client.send('PATCH', `${CRON_TABS}/mine?fieldManager=${manager}`, {
      body: cronTab('mine', { spec }),
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
  expect((await apply('a', { image: 'one' })).status).toBe(201);
  expect((await apply('b', { replicas: 2 })).json.spec).toEqual({ image: 'one', replicas: 2 });
  expect((await apply('b', { image: 'two', replicas: 2 })).status).toBe(409);
});

test('a deleted definition takes its objects along, and can come again', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  await client.post(CRON_TABS, cronTab('held', { metadata: { name: 'held', finalizers: ['example.com/wait'] } }));
  await client.post(CRON_TABS, cronTab());
  await client.delete(`${DEFINITIONS}/crontabs.stable.example.com`);
  const left = () => [...server.journal.state.list({ group: 'stable.example.com', resource: 'crontabs' })];
  await until(server, () => left().length === 1 && left()[0]?.object.metadata?.deletionTimestamp !== undefined);
  const ending = (await client.get(`${DEFINITIONS}/crontabs.stable.example.com`)).json;
  expect(ending.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
  expect(byType(ending.status.conditions).Terminating).toEqual([
    'True',
    'InstanceDeletionInProgress',
    'CustomResource deletion is in progress',
  ]);
  expect((await client.get(CRON_TABS)).json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(['held']);
  await client.patch(`${CRON_TABS}/held`, 'merge-patch', { metadata: { finalizers: null } });
  await until(server, () => storedDefinition(server, 'crontabs.stable.example.com') === undefined);
  expect((await client.get(`${DEFINITIONS}/crontabs.stable.example.com`)).status).toBe(404);
  expect((await client.get(CRON_TABS)).status).toBe(404);
  await establish(server);
  expect((await client.get(CRON_TABS)).json.items).toEqual([]);
});

test('no object is created under a terminating definition', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  await client.post(CRON_TABS, cronTab('held', { metadata: { name: 'held', finalizers: ['example.com/wait'] } }));
  await client.delete(`${DEFINITIONS}/crontabs.stable.example.com`);
  const { status, json } = await client.post(CRON_TABS, cronTab());
  expect([status, json.reason, json.message]).toEqual([
    405,
    'MethodNotAllowed',
    'create not allowed while custom resource definition is terminating',
  ]);
  expect((await client.get('/apis/stable.example.com/v1')).json.resources[0].verbs).toEqual([
    'delete',
    'deletecollection',
    'get',
    'list',
    'watch',
  ]);
});

test('a failing step of a definition affects this definition alone, and runs again', async () => {
  const lines: string[] = [];
  const line = ({ resource, name, stack }: LogFields) => lines.push([resource, name, String(stack).split('\n')[0]].join(' '));
  let isBroken = true;
  const broken: Admission = {
    name: 'Broken',
    validate({ name, operation }) {
      if (isBroken && operation === 'UPDATE' && name.startsWith('crontabs')) throw new Error('a bug');
    },
  };
  const server = await inMemoryApiServer({ admission: [broken], logger: { ...silentLogger, error: line } });
  await server.client.post(DEFINITIONS, definition());
  const group = 'other.example.com';
  await establish(server, { ...definition({ group, names: { plural: 'tabs', kind: 'Tab' } }), metadata: { name: `tabs.${group}` } });
  expect(conditionOf(server, `tabs.${group}`, 'Established')?.status).toBe('True');
  expect(conditionOf(server, 'crontabs.stable.example.com', 'Established')).toBeUndefined();
  expect(new Set(lines)).toEqual(new Set(['customresourcedefinitions crontabs.stable.example.com Error: a bug']));
  isBroken = false;
  server.clock.advanceTo(server.clock.now() + 60_000);
  await until(server, () => conditionOf(server, 'crontabs.stable.example.com', 'Established')?.status === 'True');
  const retry = { trigger: 'timer', name: 'definition-retry', revision: expect.any(Number) };
  const { events } = await server.journal.read({ after: 0, limit: 1_000 });
  expect(events.filter(({ key }) => key.name.startsWith('crontabs'))[1]).toMatchObject({ cause: retry });
});

test('a custom object of another kind or version is refused', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const messageOf = async (fields: object) => {
    const { status, json } = await client.post(CRON_TABS, cronTab('mine', fields));
    return [status, json.message];
  };
  expect(await messageOf({ kind: undefined })).toEqual([400, "Object 'Kind' is missing in 'unstructured object has no kind'"]);
  expect(await messageOf({ apiVersion: undefined })).toEqual([
    400,
    "Object 'apiVersion' is missing in 'unstructured object has no version'",
  ]);
  expect(await messageOf({ apiVersion: 'stable.example.com/v2' })).toEqual([
    400,
    'the API version in the data (stable.example.com/v2) does not match the expected API version (stable.example.com/v1)',
  ]);
  expect(await messageOf({ kind: 'Tab' })).toEqual([
    422,
    'CronTab.stable.example.com "mine" is invalid: kind: Invalid value: "Tab": must be CronTab',
  ]);
  await client.post(CRON_TABS, cronTab());
  expect((await client.patch(`${CRON_TABS}/mine`, 'merge-patch', { kind: 'Tab' })).json.message).toBe(
    'CronTab.stable.example.com "mine" is invalid: kind: Invalid value: "Tab": must be CronTab',
  );
});

test('a definition with a used name waits for the end of the other definition', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const other = {
    ...definition({ names: { plural: 'tabs', kind: 'CronTab', listKind: 'Tabs', shortNames: ['ct'] } }),
    metadata: { name: 'tabs.stable.example.com' },
  };
  await establish(server, other);
  const conditions = async () => byType((await client.get(`${DEFINITIONS}/tabs.stable.example.com`)).json.status.conditions);
  expect(await conditions()).toEqual({
    NamesAccepted: ['False', 'KindConflict', '"CronTab" is already in use'],
    Established: ['False', 'NotAccepted', 'not all names are accepted'],
  });
  await client.delete(`${DEFINITIONS}/crontabs.stable.example.com`);
  await until(server, () => conditionOf(server, 'tabs.stable.example.com', 'Established')?.status === 'True');
  expect((await conditions()).Established).toEqual(['True', 'InitialNamesAccepted', 'the initial names have been accepted']);
});
