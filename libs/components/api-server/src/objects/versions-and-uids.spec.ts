import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import type { TestClient } from '../testing/test-client.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

async function withMap() {
  const { client } = await inMemoryApiServer();
  const { json } = await client.post(MAPS, { metadata: { name: 'a' } });
  return { client, uid: json.metadata.uid as string };
}

const told = async (answer: ReturnType<TestClient['get']>) => {
  const { status, json } = await answer;
  return [status, json.message ?? json.metadata.name];
};

test('resourceVersion 0 counts as absent for create and replace; for create, so does an invalid one', async () => {
  const { client } = await withMap();
  expect(await told(client.post(MAPS, { metadata: { name: 'b', resourceVersion: '0' } }))).toEqual([201, 'b']);
  expect(await told(client.post(MAPS, { metadata: { name: 'c', resourceVersion: 'x' } }))).toEqual([201, 'c']);
  expect(await told(client.put(`${MAPS}/a`, { metadata: { name: 'a', resourceVersion: '0' } }))).toEqual([200, 'a']);
});

test('an invalid name is reported before an unexpected resourceVersion', async () => {
  const { client } = await withMap();
  const [status] = await told(client.post(MAPS, { metadata: { name: 'A', resourceVersion: '1' } }));
  expect(status).toBe(422);
  expect(await told(client.post(`${MAPS}?dryRun=All`, { metadata: { name: 'd', resourceVersion: '1' } }))).toEqual([201, 'd']);
});

test.each(['a', 'gone'])('a replacement of %s with a wrong UID conflicts, with the present UID in the message', async (name) => {
  const { client, uid } = await withMap();
  const there = name === 'a' ? uid : '';
  expect(await told(client.put(`${MAPS}/${name}`, { metadata: { name, uid: 'other' } }))).toEqual([
    409,
    `Operation cannot be fulfilled on configmaps "${name}": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/${name}, ` +
      `ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: ${there}`,
  ]);
});

test.each([
  [
    'resourceVersion=abc',
    400,
    'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  [
    'resourceVersion=18446744073709551616',
    400,
    'invalid resource version: resourceVersion: Invalid value: "18446744073709551616": strconv.ParseUint: parsing "18446744073709551616": value out of range',
  ],
  ['resourceVersion=9007199254740993', 504, expect.stringContaining('Timeout: Too large resource version: 9007199254740993, current: ')],
])('a list at %s is refused', async (query, status, message) => {
  const { client } = await withMap();
  expect(await told(client.get(`${MAPS}?${query}`))).toEqual([status, message]);
});

test('a replacement without the required version is refused with the resource name', async () => {
  const { client } = await inMemoryApiServer();
  const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
  await client.post(leases, { metadata: { name: 'a' } });
  const refused = await client.put(`${leases}/a`, { metadata: { name: 'a' } });
  const told = 'Invalid value: 0: must be specified for an update';
  expect([refused.status, refused.json.message, refused.json.details]).toEqual([
    422,
    `leases.coordination.k8s.io "a" is invalid: metadata.resourceVersion: ${told}`,
    {
      name: 'a',
      group: 'coordination.k8s.io',
      kind: 'leases',
      causes: [{ reason: 'FieldValueInvalid', message: told, field: 'metadata.resourceVersion' }],
    },
  ]);
});

test('an update neither starts nor reverts a deletion', async () => {
  const { client } = await withMap();
  const at = '2026-02-01T00:00:00Z';
  const told = await client.put(`${MAPS}/a`, { metadata: { name: 'a', deletionTimestamp: at, deletionGracePeriodSeconds: 5 } });
  expect([told.status, told.json.message]).toEqual([
    422,
    `ConfigMap "a" is invalid: [metadata.deletionTimestamp: Invalid value: "${at}": field is immutable, ` +
      'metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable]',
  ]);
  await client.patch(`${MAPS}/a`, 'merge-patch', { metadata: { finalizers: ['example.com/hold'] } });
  const { deletionTimestamp } = (await client.delete(`${MAPS}/a`)).json.metadata;
  const held = { name: 'a', finalizers: ['example.com/hold'] };
  for (const metadata of [held, { ...held, deletionTimestamp: at }])
    expect((await client.put(`${MAPS}/a`, { metadata })).json.metadata).toMatchObject({ deletionTimestamp, deletionGracePeriodSeconds: 0 });
});

test('a negative limit is ignored', async () => {
  const { client } = await withMap();
  expect((await client.get(`${MAPS}?limit=-1`)).json.items).toHaveLength(1);
});

test.each<['json-patch' | 'merge-patch' | 'strategic-merge-patch', unknown, number, string]>([
  ['merge-patch', { kind: 'Pod' }, 422, 'converting (v1.Pod) to (core.ConfigMap): unknown conversion'],
  [
    'json-patch',
    [{ op: 'replace', path: '/apiVersion', value: 'v2' }],
    422,
    'no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
  ['strategic-merge-patch', { kind: 'Pod' }, 200, ''],
])('a %s that changes the kind is refused: %j', async (type, patch, status, problem) => {
  const { client } = await withMap();
  const answer = await client.patch(`${MAPS}/a`, type, patch);
  expect([answer.status, answer.json.kind]).toEqual([status, status === 200 ? 'ConfigMap' : 'Status']);
  expect(answer.json.message ?? '').toMatch(new RegExp(`${problem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
});
