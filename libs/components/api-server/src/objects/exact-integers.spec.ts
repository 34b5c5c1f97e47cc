import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

const ODD = '9007199254740993';
const MOST = '9223372036854775807';
const PODS = '/api/v1/namespaces/default/pods';

const podText = (seconds: string) =>
  `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"nginx"}],"terminationGracePeriodSeconds":${seconds},"tolerations":[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":${seconds}}]}}`;

async function withPod(seconds = ODD) {
  const server = await inMemoryApiServer();
  await server.client.post('/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  const created = await server.client.post(PODS, podText(seconds));
  expect(created.status).toBe(201);
  return { ...server, created };
}

test('an integer beyond 2^53 is exact in every format', async () => {
  const { client, created } = await withPod();
  const stream = await client.open(`${PODS}?watch=true`);
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const texts = [
    created.text,
    (await client.get(`${PODS}/web`)).text,
    (await client.get(PODS)).text,
    (await client.get(`${PODS}?includeObject=Object`, { headers: { accept: table } })).text,
    stream.text,
  ];
  for (const text of texts) expect(text.split(`"tolerationSeconds":${ODD}`)).toHaveLength(2);
});

test('patches preserve and change the integer exactly', async () => {
  const { client } = await withPod();
  const tolerations = `[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":${MOST}}]`;
  const labelled = await client.patch(`${PODS}/web`, 'merge-patch', '{"metadata":{"labels":{"a":"b"}}}');
  expect(labelled.text).toContain(`"tolerationSeconds":${ODD}`);
  const path = '/spec/tolerations/0/tolerationSeconds';
  const tested = await client.patch(`${PODS}/web`, 'json-patch', `[{"op":"test","path":"${path}","value":9007199254740992}]`);
  expect(tested.status).toBe(422);
  const changed = await client.patch(
    `${PODS}/web`,
    'json-patch',
    `[{"op":"test","path":"${path}","value":${ODD}},{"op":"replace","path":"${path}","value":9007199254740995}]`,
  );
  expect(changed.text).toContain('"tolerationSeconds":9007199254740995');
  const merged = await client.patch(`${PODS}/web`, 'strategic-merge-patch', `{"spec":{"tolerations":${tolerations}}}`);
  expect(merged.text).toContain(`"tolerationSeconds":${MOST}`);
});

test('an update that changes the integer by 1 is a change, others are not', async () => {
  const { client, journal, created } = await withPod();
  const before = journal.state.revision;
  await client.put(`${PODS}/web`, created.text);
  expect(journal.state.revision).toBe(before);
  const changed = await client.put(
    `${PODS}/web`,
    created.text.replace(`"tolerationSeconds":${ODD}`, '"tolerationSeconds":9007199254740994'),
  );
  expect([changed.status, journal.state.revision]).toEqual([200, before + 1]);
});

test('beyond 64 bits it is refused as upstream refuses it', async () => {
  const { client } = await inMemoryApiServer();
  const answer = await client.post(PODS, podText('9223372036854775808'));
  expect(answer.json).toMatchObject({
    code: 400,
    message:
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number 9223372036854775808 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
  });
});

test('a pod with such a grace period can be deleted: its end overflows as in Go', async () => {
  const { client } = await withPod(MOST);
  const binding = { target: { kind: 'Node', name: 'n' } };
  await client.post(`${PODS}/web/binding`, { kind: 'Binding', apiVersion: 'v1', metadata: { name: 'web' }, ...binding });
  const deleted = await client.delete(`${PODS}/web`);
  expect(deleted.text).toContain(`"deletionGracePeriodSeconds":${MOST}`);
  expect(deleted.json.metadata.deletionTimestamp).toBe('2026-01-01T11:59:59Z');
  const sooner = await client.delete(`${PODS}/web`, { gracePeriodSeconds: 5 });
  expect(sooner.json.metadata).toMatchObject({ deletionGracePeriodSeconds: 5, deletionTimestamp: '2026-01-01T12:00:05Z' });
});

test('a status may contain such an integer', async () => {
  const { client } = await withPod();
  const patched = await client.patch(`${PODS}/web/status`, 'merge-patch', `{"status":{"observedGeneration":${ODD}}}`);
  expect(patched.text).toContain(`"observedGeneration":${ODD}`);
});

test("a client's generation overflows as in Go at deletion", async () => {
  const { client } = await inMemoryApiServer();
  const configMaps = '/api/v1/namespaces/default/configmaps';
  await client.post(configMaps, `{"metadata":{"name":"a","generation":${MOST},"finalizers":["example.com/kept"]}}`);
  const deleted = await client.delete(`${configMaps}/a`);
  expect([deleted.status, deleted.json.metadata.deletionTimestamp]).toEqual([200, '2026-01-01T12:00:00Z']);
  expect(deleted.text).toContain('"generation":-9223372036854775808');
});
