import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const BINDINGS = '/api/v1/namespaces/default/bindings';
const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } };
const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } };

test("a posted Binding sets its pod's node once", async () => {
  const { client } = await inMemoryApiServer({ admission: [] });
  await client.post(PODS, pod);
  expect((await client.post(BINDINGS, binding)).json).toMatchObject({ kind: 'Status', status: 'Success', code: 201 });
  expect((await client.get(`${PODS}/web`)).json.spec.nodeName).toBe('node-1');
  expect((await client.post(BINDINGS, binding)).json).toMatchObject({
    code: 409,
    message: 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"',
  });
});

test('a Binding must name an existing pod, and cannot be listed', async () => {
  const { client } = await inMemoryApiServer({ admission: [] });
  expect((await client.post(BINDINGS, binding)).json).toMatchObject({ code: 404, message: 'pods "web" not found' });
  expect((await client.get(BINDINGS)).json.code).toBe(405);
  expect((await client.get('/api/v1')).json.resources[0]).toEqual({
    name: 'bindings',
    singularName: 'binding',
    namespaced: true,
    kind: 'Binding',
    verbs: ['create'],
  });
});
