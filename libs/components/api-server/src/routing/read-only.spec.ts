import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

test('an opened tape answers reads and reviews, and refuses writes in one sentence', async () => {
  const { client } = await inMemoryApiServer({ isReadOnly: true });
  expect((await client.get('/api/v1/namespaces/default')).status).toBe(200);
  expect(
    (
      await client.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        spec: { nonResourceAttributes: { path: '/', verb: 'get' } },
      })
    ).status,
  ).toBe(201);
  for (const answer of [
    await client.post('/api/v1/namespaces', { metadata: { name: 'a' } }),
    await client.post('/klockwork/v1/clock/advance', {}),
    await client.post('/api/v1/namespaces/default/pods/web/exec', {}),
  ])
    expect([answer.status, answer.json.message]).toEqual([
      405,
      'this cluster is an opened tape, which is only read: "npx klockwork fork --from FILE" makes a lab of it',
    ]);
});
