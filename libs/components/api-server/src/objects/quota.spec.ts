import { builtInAdmission } from '@klockwork/admission';
import type { ResourceQuota } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const QUOTAS = '/api/v1/namespaces/default/resourcequotas';
const map = (name: string) => ({ metadata: { name }, data: {} });

/** Returns a server with a quota of two ConfigMaps, computed by its controller. */
async function cluster() {
  const server = await inMemoryApiServer();
  const { client } = server;
  const hard = { 'count/configmaps': '2' };
  await client.post(QUOTAS, { metadata: { name: 'objects' }, spec: { hard } });
  await client.patch(`${QUOTAS}/objects/status`, 'merge-patch', { status: { hard, used: { 'count/configmaps': '0' } } });
  const used = async () => ((await client.get(`${QUOTAS}/objects`)).json as ResourceQuota).status?.used?.['count/configmaps'];
  return { ...server, used };
}

test('three concurrent writers get two objects, and the third is told the usage', async () => {
  const { client, used } = await cluster();
  const answers = await Promise.all(['a', 'b', 'c'].map((name) => client.post(MAPS, map(name))));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 403]);
  expect(answers[2]?.json.message).toBe(
    'configmaps "c" is forbidden: exceeded quota: objects, requested: count/configmaps=1, used: count/configmaps=2, limited: count/configmaps=2',
  );
  expect(await used()).toBe('2');
});

test('dry runs and refused writes are not charged', async () => {
  const { client, used } = await cluster();
  expect((await client.post(`${MAPS}?dryRun=All`, map('a'))).status).toBe(201);
  expect(await used()).toBe('0');
  await client.post(MAPS, map('a'));
  expect((await client.post(MAPS, map('a'))).json.reason).toBe('AlreadyExists');
  expect(await used()).toBe('1');
});

test('a charge directly follows its write', async () => {
  const { client, journal } = await cluster();
  const { metadata } = (await client.post(MAPS, map('a'))).json;
  const charge = journal.latest({ group: '', resource: 'resourcequotas', namespace: 'default', name: 'objects' });
  expect(charge?.revision).toBe(Number(metadata.resourceVersion) + 1);
});

test('a deleted object frees quota at once, before its usage is updated', async () => {
  const { client, used } = await cluster();
  for (const name of ['a', 'b']) await client.post(MAPS, map(name));
  await client.delete(`${MAPS}/a`);
  expect(await used()).toBe('2');
  expect((await client.post(MAPS, map('c'))).status).toBe(201);
  expect(await used()).toBe('2');
});

test('a charge is owned by the server for any writer', async () => {
  const { client } = await cluster();
  await client.post(`${MAPS}?fieldManager=kubectl-create`, map('a'));
  const { managedFields } = (await client.get(`${QUOTAS}/objects`)).json.metadata;
  expect(managedFields.find(({ manager }: Record<string, unknown>) => manager === 'kube-apiserver')).toMatchObject({
    operation: 'Update',
    subresource: 'status',
    fieldsV1: { 'f:status': { 'f:used': { 'f:count/configmaps': {} } } },
  });
});

test('a pod on a lost node frees quota a grace period after its deletion time', async () => {
  const { client, clock } = await inMemoryApiServer({ admission: builtInAdmission.filter(({ name }) => name === 'ResourceQuota') });
  const pods = '/api/v1/namespaces/default/pods';
  const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } });
  await client.post(QUOTAS, { metadata: { name: 'one' }, spec: { hard: { pods: '1' } } });
  await client.patch(`${QUOTAS}/one/status`, 'merge-patch', { status: { hard: { pods: '1' }, used: { pods: '0' } } });
  await client.post(pods, pod('a'));
  await client.post(`${pods}/a/binding`, { metadata: { name: 'a' }, target: { name: 'lost' } });
  await client.delete(`${pods}/a`);
  expect((await client.post(pods, pod('b'))).status).toBe(403);
  clock.advanceTo(clock.now() + 60_000);
  expect((await client.post(pods, pod('b'))).status).toBe(201);
});
