import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });

test('a write whose answer the client does not accept is refused before it is stored', async () => {
  const { client, journal } = await inMemoryApiServer();
  await client.post(CONFIG_MAPS, configMap('a'));
  const revision = journal.state.revision;
  const headers = { accept: 'text/html' };
  const merged = { body: {}, headers: { ...headers, 'content-type': 'application/merge-patch+json' } };
  const answers = [
    await client.post(CONFIG_MAPS, configMap('b'), { headers }),
    await client.put(`${CONFIG_MAPS}/a`, configMap('a', { data: { b: 'c' } }), { headers }),
    await client.send('PATCH', `${CONFIG_MAPS}/a`, merged),
    await client.send('DELETE', `${CONFIG_MAPS}/a`, { headers }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([406, 406, 406, 406]);
  expect(journal.state.revision).toBe(revision);
});

test('a write below a path of the deprecated watches is not allowed', async () => {
  const { client } = await inMemoryApiServer();
  const answer = await client.post('/api/v1/watch/namespaces/default/configmaps', configMap('a'));
  expect([answer.status, answer.json.message]).toEqual([405, 'the server does not allow this method on the requested resource']);
  expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(404);
});
