import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const AS_YAML = { headers: { accept: 'application/yaml' } };

test('objects, lists and refusals are YAML on request', async () => {
  const { client } = await inMemoryApiServer();
  const made = await client.post(MAPS, { metadata: { name: 'a' }, data: { on: 'yes', file: 'one\ntwo\n' } }, AS_YAML);
  expect([made.status, made.headers['content-type']]).toEqual([201, 'application/yaml']);
  expect(made.text).toMatch(/^apiVersion: v1\ndata:\n {2}file: \|\n {4}one\n {4}two\n {2}"on": "yes"\nkind: ConfigMap\nmetadata:\n/);
  expect((await client.get(MAPS, AS_YAML)).text).toMatch(/^apiVersion: v1\nitems:\n- data:\n[\s\S]*\nkind: ConfigMapList\nmetadata:\n/);
  const absent = await client.get(`${MAPS}/absent`, AS_YAML);
  expect([absent.status, absent.text]).toEqual([
    404,
    'apiVersion: v1\ncode: 404\ndetails:\n  kind: configmaps\n  name: absent\nkind: Status\nmessage: configmaps "absent" not found\nmetadata: {}\nreason: NotFound\nstatus: Failure\n',
  ]);
});

test('versions are listed in YAML', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.get('/api', AS_YAML)).text).toMatch(/^kind: APIVersions$/m);
});

test('a Table has its requested type, regardless of alternatives', async () => {
  const { client } = await inMemoryApiServer();
  const table = ';as=Table;v=v1;g=meta.k8s.io';
  const inYaml = await client.get(MAPS, { headers: { accept: `application/yaml${table}` } });
  expect([inYaml.headers['content-type'], /^kind: Table$/m.test(inYaml.text)]).toEqual(['application/yaml', true]);
  const inJson = await client.get(MAPS, { headers: { accept: `application/json${table}, application/yaml` } });
  expect([inJson.headers['content-type'], inJson.json.kind]).toEqual(['application/json', 'Table']);
});

test.each(['application/yaml', 'application/yaml, application/json'])(
  'a watch with %s is refused: the first acceptable type cannot be streamed',
  async (accept) => {
    const { client } = await inMemoryApiServer();
    const refused = await client.get(`${MAPS}?watch=true`, { headers: { accept } });
    expect([refused.status, refused.headers['content-type'], /^message: .*$/m.exec(refused.text)?.[0]]).toEqual([
      406,
      'application/yaml',
      "message: 'only the following media types are accepted: application/json;stream=watch'",
    ]);
  },
);

test("an answer that YAML's indentation would enlarge a thousandfold is JSON, which is valid YAML", async () => {
  const { client } = await inMemoryApiServer();
  const data = `${'{"a":'.repeat(900)}[${Array(100_000).fill(0).join()}]${'}'.repeat(900)}`;
  const revision = `{"metadata":{"name":"deep"},"revision":1,"data":${data}}`;
  const made = await client.post('/apis/apps/v1/namespaces/default/controllerrevisions', revision, AS_YAML);
  expect([made.status, made.headers['content-type'], made.text.includes(`"data":${data}`)]).toEqual([201, 'application/yaml', true]);
});
