import { wholeBody } from '@klockwork/http-api';
import { parseJson } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { formatted } from './formatted.ts';
import { joinIfSmall, ListText } from './list-text.ts';
import { yamlText } from './yaml/yaml-text.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const LIST = `${CONFIG_MAPS}?labelSelector=half%3Dfirst`;
const JSON_TYPE = 'application/json';

/** Returns a server with objects of 200 KB; label `half` splits them. */
async function serverWithMuch() {
  const server = await inMemoryApiServer();
  for (const name of ['a', 'b', 'c', 'd']) {
    const metadata = { name, labels: { half: name < 'c' ? 'first' : 'second' } };
    const data = { text: `${'line of text\n'.repeat(15_000)}${name}: "ü"` };
    await server.client.post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }
  return server;
}

async function bodyOf({ http }: Awaited<ReturnType<typeof serverWithMuch>>, query: string, headers: Readonly<Record<string, string>>) {
  const request = { method: 'GET', path: CONFIG_MAPS, query, headers, body: new Uint8Array(), user: 'admin' };
  const answer = await http.handle({ ...request, stop: { stopped: false, onStop: () => () => {} } });
  if (!('body' in answer)) throw new Error('a list is an answer');
  return answer.body;
}

test('a large list is built object by object while it is sent', async () => {
  const server = await serverWithMuch();
  const body = await bodyOf(server, '', {});
  if (typeof body === 'string' || body instanceof Uint8Array) throw new Error('this list is whole');
  const lengths = [...body.texts].map(({ length }) => length);
  expect(lengths.filter((length) => length > 100_000)).toHaveLength(4);
  expect(Math.max(...lengths)).toBeLessThan(250_000);
});

test('a large list shows the revision of its request, despite concurrent writes', async () => {
  const server = await serverWithMuch();
  const body = await bodyOf(server, '', {});
  const before = (await server.client.get(CONFIG_MAPS)).text;
  await server.client.delete(`${CONFIG_MAPS}/a`);
  await server.client.put(`${CONFIG_MAPS}/b`, { metadata: { name: 'b' } });
  expect(wholeBody(body)).toBe(before);
});

test('a large list has only selected objects, in each format', async () => {
  const { client } = await serverWithMuch();
  const whole = (await client.get(LIST)).json;
  expect(whole.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(['a', 'b']);
  const pretty = await client.get(`${LIST}&pretty=true`);
  expect(pretty.text).toBe(JSON.stringify(whole, null, 2));
  const yaml = await client.get(LIST, { headers: { accept: 'application/yaml' } });
  expect([yaml.headers['content-type'], yaml.text]).toEqual(['application/yaml', yamlText(whole)]);
  const as = (kind: string) => ({ headers: { accept: `${JSON_TYPE};as=${kind};v=v1;g=meta.k8s.io,${JSON_TYPE}` } });
  const table = (await client.get(`${LIST}&includeObject=Object`, as('Table'))).json;
  expect(table.rows.map(({ cells }: { cells: unknown[] }) => cells.slice(0, 2))).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect((await client.get(LIST, as('PartialObjectMetadataList'))).json.items).toHaveLength(2);
});

test('a selective list of many objects runs its selector while it is sent, with the same result', async () => {
  const items = Array.from({ length: 3_000 }, (_, index) => (index === 2_999 ? '{"a":1}' : ''));
  const list = joinIfSmall(new ListText({ head: '{"items":[', items, tail: ']}' }));
  if (typeof list === 'string') throw new Error('this list is whole');
  expect(wholeBody(list)).toBe('{"items":[{"a":1}]}');
  expect(joinIfSmall(new ListText({ head: '{"items":[', items: items.slice(2_500), tail: ']}' }))).toBe('{"items":[{"a":1}]}');
});

test.each([
  ['', {}],
  ['pretty=true', {}],
  ['', { accept: 'application/yaml' }],
])('a large list with "%s" %j has the same text as a small one', (query, headers) => {
  const head = '{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[';
  const items = ['{"a":{"b":[]},"c":"x: y"}', '{"a":[1,2.50,{"d":null}]}'];
  const list = new ListText({ head, items: ['', ...items, ''], tail: ']}' });
  const asked = { path: '/api/v1/things', query, headers };
  const answer = (body: string | ListText) => formatted({ status: 200, headers: { 'content-type': JSON_TYPE }, body }, asked);
  const whole = `${head}${items.join(',')}]}`;
  expect(wholeBody(answer(list).body)).toBe(wholeBody(answer(whole).body));
  expect(parseJson(whole)).toMatchObject({ kind: 'List' });
});
