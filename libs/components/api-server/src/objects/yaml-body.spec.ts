import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const YAML = { headers: { 'content-type': 'application/yaml' } };

test('an object may be created, replaced and deleted by bodies of YAML', async () => {
  const { client } = await inMemoryApiServer();
  const made = await client.post(MAPS, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: "1"\n', YAML);
  expect([made.status, made.json.data]).toEqual([201, { b: '1' }]);
  const replaced = await client.put(`${MAPS}/a`, 'metadata: {name: a}\ndata: {c: "yes"}', YAML);
  expect([replaced.status, replaced.json.data]).toEqual([200, { c: 'yes' }]);
  const body = 'preconditions: {uid: other}';
  expect((await client.send('DELETE', `${MAPS}/a`, { ...YAML, body })).status).toBe(409);
});

test.each<[string, string, string]>([
  [
    'a number for a text',
    'kind: ConfigMap\ndata: {a: 1}',
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
  ],
  [
    'a key that comes twice, and one that nobody knows',
    'metadata: {name: a}\nnope: 1\nmetadata: {name: b}\n',
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 3: key "metadata" already set in map, unknown field "nope"',
  ],
  [
    'no YAML',
    'a: b: c',
    'the object provided is unrecognized (must be of type ConfigMap): yaml: line 1: mapping values are not allowed in this context (613a20623a2063)',
  ],
  [
    'a text',
    'hello',
    `the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (68656c6c6f)`,
  ],
])('%s is refused', async (_what, body, message) => {
  const { client } = await inMemoryApiServer();
  const refused = await client.post(`${MAPS}?fieldValidation=Strict`, body, YAML);
  expect([refused.status, refused.json.message]).toEqual([400, message]);
});

test('unsupported media types are refused with a list of supported ones', async () => {
  const { client } = await inMemoryApiServer();
  const refused = await client.post(MAPS, '{}', { headers: { 'content-type': 'application/cbor' } });
  expect([refused.status, refused.json.message]).toEqual([
    415,
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  ]);
});
