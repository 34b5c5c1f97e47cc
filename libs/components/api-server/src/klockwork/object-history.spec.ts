import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const HISTORY = '/klockwork/v1/history';
const MAPS = '/api/v1/namespaces/default/configmaps';
const settings = (colour: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { colour } });

test('the history of an object has all revisions, also those of a deleted one', async () => {
  const { client } = await inMemoryApiServer();
  await client.post(MAPS, settings('red'));
  await client.put(`${MAPS}/a`, settings('blue'));
  await client.delete(`${MAPS}/a`);
  const { items } = (await client.get(`${HISTORY}?object=cm/a`)).json;
  const rows = items.map(({ change, object }: { change: string; object: { data: object } }) => [change, object.data]);
  expect(rows).toEqual([
    ['created', { colour: 'red' }],
    ['updated', { colour: 'blue' }],
    ['deleted', { colour: 'blue' }],
  ]);
});

test('the history of a Secret has no data', async () => {
  const { client } = await inMemoryApiServer();
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, stringData: { password: 'hunter2' } };
  await client.post('/api/v1/namespaces/default/secrets', secret);
  const { status, text } = await client.get(`${HISTORY}?object=secrets/key`);
  expect(status).toBe(200);
  expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
});

test.each([
  ['', 400, 'object must be given, such as pods/web'],
  ['?object=web', 400, 'object must be a resource and a name such as pods/web, not "web"'],
  ['?object=pood/web', 404, 'the server doesn\'t have a resource type "pood"'],
  ['?object=po/web', 404, 'pods "web" not found'],
])('a history of %j is refused', async (query, code, message) => {
  const { client } = await inMemoryApiServer();
  expect((await client.get(`${HISTORY}${query}`)).json).toMatchObject({ code, message });
});
