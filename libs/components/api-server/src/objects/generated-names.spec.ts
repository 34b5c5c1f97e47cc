import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const NAMESPACE = '/api/v1/namespaces/default';
const pod = (spec: object, metadata: object = { generateName: 'web-' }) => ({
  metadata,
  spec: { containers: [{ name: 'web', image: 'nginx:1.27' }], ...spec },
});

/** A namespace with its default service account, as the controllers leave it. */
async function cluster() {
  const server = await inMemoryApiServer();
  await server.client.post(`${NAMESPACE}/serviceaccounts`, { metadata: { name: 'default' } });
  return server;
}

test.each<[string, object, string]>([
  ['a class that is not there', { priorityClassName: 'none' }, 'no PriorityClass with name none was found'],
  [
    'an account that is not there',
    { serviceAccountName: 'none' },
    'error looking up service account default/none: serviceaccount "none" not found',
  ],
])('a pod that names %s is refused before its name is made, unless it has one', async (_, spec, detail) => {
  const { client } = await cluster();
  const refused = async (metadata: object) => (await client.post(`${NAMESPACE}/pods`, pod(spec, metadata))).json;
  expect(await refused({ generateName: 'web-' })).toMatchObject({
    code: 403,
    message: `pods "web-" is forbidden: ${detail}`,
    details: { name: 'web-', kind: 'pods' },
  });
  expect((await refused({ generateName: 'web-', name: 'web-1' })).message).toBe(`pods "web-1" is forbidden: ${detail}`);
});

test('what is refused once its name is made is refused by that name', async () => {
  const { client } = await cluster();
  await client.patch(NAMESPACE, 'merge-patch', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } });
  const { message } = (await client.post(`${NAMESPACE}/pods`, pod({ hostPID: true }))).json;
  expect(message).toMatch(
    /^pods "web-[a-z0-9]{5}" is forbidden: violates PodSecurity "baseline:latest": host namespaces \(hostPID=true\)$/,
  );
});

test('a namespace on its way out takes no pod whose name is to be made', async () => {
  const { client } = await cluster();
  await client.post('/api/v1/namespaces', { metadata: { name: 'gone' } });
  await client.delete('/api/v1/namespaces/gone');
  const { message } = (await client.post('/api/v1/namespaces/gone/pods', pod({}))).json;
  expect(message).toBe('pods "web-" is forbidden: unable to create new content in namespace gone because it is being terminated');
});
