import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const SERVICES = '/api/v1/namespaces/default/services';

test.each<[string, object, string]>([
  [
    'its node port',
    { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] },
    '422 Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
  ],
  [
    'its address',
    { clusterIP: '10.96.7.7', ports: [{ port: 80 }] },
    '422 Service "web" is invalid: spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated',
  ],
  ['neither', { ports: [{ port: 80 }] }, '409 services "web" already exists'],
])('a second create of a Service with %s is refused', async (_, spec, refusal) => {
  const { client } = await inMemoryApiServer();
  const service = { metadata: { name: 'web' }, spec };
  expect((await client.post(SERVICES, service)).status).toBe(201);
  const { status, json } = await client.post(SERVICES, service);
  expect(`${status} ${json.message}`).toBe(refusal);
});
