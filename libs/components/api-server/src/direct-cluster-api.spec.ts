import type { ClusterApi } from '@klockwork/cluster-api';
import { clusterApiContract } from '@klockwork/cluster-api/testing';
import { SeededRandom } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { ServedKinds } from './custom-resources/served-kinds.ts';
import { directBackend, directClusterApi } from './direct-cluster-api.ts';
import { inMemoryApiServer } from './testing/in-memory-api-server.ts';

clusterApiContract(inMemory);

const write = { cause: { trigger: 'timer', name: 'scale-down', revision: 3 } } as const;
const deployment = {
  metadata: { namespace: 'default', name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } },
  },
};

test('a component patches a subresource that reads as another kind', async () => {
  const api = await inMemory();
  await api.create(resources.deployments, deployment, write);
  const name = { namespace: 'default', name: 'web' };
  const patch = { type: 'merge', body: { spec: { replicas: 1 } } } as const;
  expect(await api.patch(resources.deployments, name, patch, { ...write, subresource: 'scale' })).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 1 },
  });
  expect(await api.get(resources.deployments, name)).toMatchObject({ spec: { replicas: 1 } });
  const { events } = await api.readLog(resources.deployments, 0);
  expect(events.map(({ type, cause }) => [type, cause])).toEqual([
    ['DeploymentCreated', write.cause],
    ['DeploymentScaled', write.cause],
  ]);
});

test.each([
  ['strategic', { name: 'nginx', resources: { limits: { cpu: '1000m', memory: 1.5 } } }],
  ['merge', { name: 'nginx', image: 'nginx:1.27', resources: { limits: { cpu: '1000m', memory: 1.5 } } }],
] as const)('a component’s %s patch is converted as its bodies are', async (type, container) => {
  const api = await inMemory();
  await api.create(resources.deployments, deployment, write);
  const spec = { unknown: 1, paused: null, template: { spec: { containers: [container] } } };
  const body = { metadata: { creationTimestamp: '2026-01-01T02:00:00.5+02:00' }, spec };
  const name = { namespace: 'default', name: 'web' };
  const patched = await api.patch<KubeObject & { spec: object }>(resources.deployments, name, { type, body }, write);
  expect(patched.spec).toMatchObject({
    replicas: 3,
    template: { spec: { containers: [{ image: 'nginx:1.27', resources: { limits: { cpu: '1', memory: '1500m' } } }] } },
  });
  expect(patched.spec).not.toHaveProperty('unknown');
  expect(patched.spec).not.toHaveProperty('paused');
});

test('a component’s patch with a value of a wrong type is refused', async () => {
  const api = await inMemory();
  await api.create(resources.deployments, deployment, write);
  const patch = { type: 'merge', body: { spec: { replicas: 'many' } } } as const;
  await expect(api.patch(resources.deployments, { namespace: 'default', name: 'web' }, patch, write)).rejects.toMatchObject({
    status: {
      message: expect.stringContaining('json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'),
    },
  });
});

test('an api-server knows earlier writes of a request, and no others', async () => {
  const { registry, journal } = await inMemoryApiServer({ bare: true });
  const actor = { user: 'test', userAgent: 'test' };
  const earlier = directBackend({ registry, journal, kinds: new ServedKinds(journal) }).as(actor, 'request-1');
  await earlier.create(resources.namespaces, { metadata: { name: 'default' } }, write);
  const backend = directBackend({ registry, journal, kinds: new ServedKinds(journal) });
  expect(await backend.written('request-1')).toMatchObject({
    type: 'NamespaceCreated',
    key: { name: 'default' },
    object: { kind: 'Namespace' },
  });
  await backend.as(actor, 'request-2').create(resources.namespaces, { metadata: { name: 'shop' } }, write);
  expect(await backend.written('request-2')).toBeUndefined();
});

async function inMemory(): Promise<ClusterApi> {
  const { registry, journal } = await inMemoryApiServer({ bare: true });
  const actor = { user: 'test', userAgent: 'test' };
  const api = directClusterApi({ registry, journal, kinds: new ServedKinds(journal), actor, random: new SeededRandom(7) });
  await api.create(resources.namespaces, { metadata: { name: 'default' } }, { cause: { trigger: 'request', name: 'test' } });
  return api;
}
