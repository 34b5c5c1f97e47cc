import { settled } from '@klockwork/cluster-api/testing';
import { beforeEach, expect, test } from 'vitest';
import { createClusterServices } from './bootstrap.ts';
import { ensuredServices } from './cluster-services.ts';
import { ensureObjects } from './ensured-objects.ts';
import { type InMemoryApiServer, inMemoryApiServer } from './testing/in-memory-api-server.ts';

const SERVICE = '/api/v1/namespaces/default/services/kubernetes';
const ENDPOINTS = '/api/v1/namespaces/default/endpoints/kubernetes';
const SLICE = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes';

let server: InMemoryApiServer;
let stop: () => void;
beforeEach(async () => {
  server = await inMemoryApiServer();
  await createClusterServices(server.registry);
  const { journal, registry, clock } = server;
  stop = ensureObjects(ensuredServices(), { journal, registry, clock });
});

async function pass(ms: number): Promise<void> {
  server.clock.advanceTo(server.clock.now() + ms);
  await settled();
}

const status = async (path: string) => (await server.client.get(path)).status;

test('Service and endpoints of the API server are restored at the next multiple of ten seconds', async () => {
  await pass(3_000);
  for (const path of [SERVICE, ENDPOINTS, SLICE]) await server.client.delete(path);
  await pass(6_999);
  expect([await status(SERVICE), await status(ENDPOINTS), await status(SLICE)]).toEqual([404, 404, 404]);
  await pass(1);
  expect([await status(SERVICE), await status(ENDPOINTS), await status(SLICE)]).toEqual([200, 200, 200]);
  expect((await server.client.get(SERVICE)).json).toMatchObject({ spec: { clusterIP: '10.96.0.1', ports: [{ port: 443 }] } });
  const { events } = await server.journal.read({ after: 0, limit: 1_000 });
  const made = events.findLast(({ key }) => key.resource === 'services');
  expect(made).toMatchObject({ actor: { user: 'system:apiserver' }, cause: { trigger: 'timer', name: 'kept-object' } });
});

test('user changes of these objects are reverted, additions stay', async () => {
  const body = {
    metadata: { labels: { mine: 'yes', component: null } },
    spec: { ports: [{ name: 'https', port: 8443, protocol: 'TCP', targetPort: 1 }] },
  };
  await server.client.patch(SERVICE, 'merge-patch', body);
  const subsets = { subsets: [{ addresses: [{ ip: '10.0.0.9' }], ports: [{ name: 'https', port: 6443 }] }] };
  await server.client.patch(ENDPOINTS, 'merge-patch', subsets);
  await pass(10_000);
  expect((await server.client.get(SERVICE)).json).toMatchObject({
    metadata: { labels: { mine: 'yes', component: 'apiserver', provider: 'kubernetes' } },
    spec: { ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  });
  expect((await server.client.get(ENDPOINTS)).json).toMatchObject({ subsets: [{ addresses: [{ ip: '172.18.255.1' }] }] });
});

test('a timer exists only for missing or changed objects, and never after the stop', async () => {
  await server.client.patch(SERVICE, 'merge-patch', { metadata: { labels: { mine: 'yes' } } });
  const due = () => server.clock.pending().filter(({ timer }) => timer.name === 'kept-object').length;
  expect(due()).toBe(0);
  await server.client.delete(SERVICE);
  expect(due()).toBe(1);
  stop();
  expect(due()).toBe(0);
});
