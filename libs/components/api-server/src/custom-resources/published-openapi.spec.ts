import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import { CRON_TABS, DEFINITIONS, definition, establish, until, version } from './testing/definitions.ts';

const NAME = 'com.example.stable.v1.CronTab';
const DOCUMENT = '/openapi/v3/apis/stable.example.com/v1';
const SWAGGER_PROTOBUF = { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' };

const schema = (properties: object) => ({ openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } });

async function aServer() {
  const server = await inMemoryApiServer();
  const v1 = version('v1', { schema: schema({ image: { type: 'string', description: 'image to run' } }) });
  await establish(server, definition({ versions: [v1] }));
  return server;
}

test('a definition is in both OpenAPI documents from its establishment to its end', async () => {
  const { client, ...server } = await aServer();
  const { paths } = (await client.get('/openapi/v3')).json;
  expect(paths['apis/stable.example.com/v1'].serverRelativeURL).toMatch(
    /^\/openapi\/v3\/apis\/stable\.example\.com\/v1\?hash=[0-9A-F]{32}$/,
  );
  const document = (await client.get(DOCUMENT)).json;
  expect(document.components.schemas[NAME].properties.spec.properties).toEqual({ image: { type: 'string', description: 'image to run' } });
  const swagger = (await client.get('/openapi/v2')).json;
  expect(swagger.definitions[NAME]['x-kubernetes-group-version-kind']).toEqual([
    { group: 'stable.example.com', kind: 'CronTab', version: 'v1' },
  ]);
  const patch = document.paths[`${CRON_TABS.replace('default', '{namespace}')}/{name}`].patch;
  expect(Object.keys(patch.requestBody.content)).toEqual([
    'application/apply-patch+yaml',
    'application/json-patch+json',
    'application/merge-patch+json',
  ]);
  await client.delete(`${DEFINITIONS}/crontabs.stable.example.com`);
  await until(server, () => server.journal.state.get({ ...KEY, name: 'crontabs.stable.example.com' }) === undefined);
  expect((await client.get('/openapi/v3')).json.paths['apis/stable.example.com/v1']).toBeUndefined();
  expect((await client.get('/openapi/v2')).json.definitions[NAME]).toBeUndefined();
});

const KEY = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', namespace: '' };

test('tags and hashes change with the schema alone', async () => {
  const { client } = await aServer();
  const tags = async () => [
    (await client.get(DOCUMENT)).headers.etag,
    (await client.get('/openapi/v2', { headers: SWAGGER_PROTOBUF })).headers.etag,
    (await client.get('/openapi/v3/apis/apps/v1')).headers.etag,
  ];
  const before = await tags();
  const path = `${DEFINITIONS}/crontabs.stable.example.com`;
  await client.patch(path, 'merge-patch', { metadata: { labels: { a: 'b' } } });
  expect(await tags()).toEqual(before);
  const changed = [version('v1', { schema: schema({ image: { type: 'integer' } }) })];
  expect((await client.patch(path, 'merge-patch', { spec: { versions: changed } })).status).toBe(200);
  const [document, swagger, apps] = await tags();
  expect([document === before[0], swagger === before[1], apps === before[2]]).toEqual([false, false, true]);
});

test('a version that is no longer served leaves the documents', async () => {
  const { client } = await aServer();
  const versions = [version('v1', { storage: false, served: false }), version('v2')];
  await client.patch(`${DEFINITIONS}/crontabs.stable.example.com`, 'merge-patch', { spec: { versions } });
  const { paths } = (await client.get('/openapi/v3')).json;
  expect([paths['apis/stable.example.com/v1'], paths['apis/stable.example.com/v2'] === undefined]).toEqual([undefined, false]);
});

test('default values shaped like references are published unchanged', async () => {
  const server = await inMemoryApiServer();
  const broken = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: { $ref: '#/components/schemas/nowhere' } };
  await establish(server, definition({ versions: [version('v1', { schema: schema({ broken }) })] }));
  const { schemas } = (await server.client.get(DOCUMENT)).json.components;
  expect(schemas[NAME].properties.spec.properties.broken).toEqual(broken);
});
