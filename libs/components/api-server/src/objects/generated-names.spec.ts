import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const NAMESPACE = '/api/v1/namespaces/default';
const pod = (spec: object, metadata: object = { generateName: 'web-' }) => ({
  metadata,
  spec: { containers: [{ name: 'web', image: 'nginx:1.27' }], ...spec },
});

/** Returns a server with a namespace's default service account. */
async function cluster() {
  const server = await inMemoryApiServer();
  await server.client.post(`${NAMESPACE}/serviceaccounts`, { metadata: { name: 'default' } });
  return server;
}

test.each<[string, object, string]>([
  ['a missing class', { priorityClassName: 'none' }, 'no PriorityClass with name none was found'],
  ['a missing account', { serviceAccountName: 'none' }, 'error looking up service account default/none: serviceaccount "none" not found'],
])('a pod with %s is refused before name generation, unless already named', async (_, spec, detail) => {
  const { client } = await cluster();
  const refused = async (metadata: object) => (await client.post(`${NAMESPACE}/pods`, pod(spec, metadata))).json;
  expect(await refused({ generateName: 'web-' })).toMatchObject({
    code: 403,
    message: `pods "web-" is forbidden: ${detail}`,
    details: { name: 'web-', kind: 'pods' },
  });
  expect((await refused({ generateName: 'web-', name: 'web-1' })).message).toBe(`pods "web-1" is forbidden: ${detail}`);
});

test('a pod refused after name generation is refused by that name', async () => {
  const { client } = await cluster();
  await client.patch(NAMESPACE, 'merge-patch', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } });
  const { message } = (await client.post(`${NAMESPACE}/pods`, pod({ hostPID: true }))).json;
  expect(message).toMatch(
    /^pods "web-[a-z0-9]{5}" is forbidden: violates PodSecurity "baseline:latest": host namespaces \(hostPID=true\)$/,
  );
});

test('a terminating namespace accepts no pods with generated names', async () => {
  const { client } = await cluster();
  await client.post('/api/v1/namespaces', { metadata: { name: 'gone' } });
  await client.delete('/api/v1/namespaces/gone');
  const { message } = (await client.post('/api/v1/namespaces/gone/pods', pod({}))).json;
  expect(message).toBe('pods "web-" is forbidden: unable to create new content in namespace gone because it is being terminated');
});
