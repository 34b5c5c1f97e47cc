import { expect, test } from 'vitest';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/index.ts';
import { CRON_TABS, cronTab, DEFINITIONS, definition, establish, version } from './testing/definitions.ts';

const MINE = `${CRON_TABS}/mine`;

const schemaOf = (spec: object, status: object = {}) => ({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { cronSpec: { type: 'string' }, replicas: { type: 'integer', minimum: 0, default: 1 }, ...spec },
    },
    status: { type: 'object', properties: { ready: { type: 'boolean' }, ...status } },
  },
});

const versions = (spec: object, status: object = {}) => [
  version('v1', {
    schema: { openAPIV3Schema: schemaOf(spec, status) },
    subresources: { status: {} },
    additionalPrinterColumns: [{ name: 'Colour', type: 'string', jsonPath: '.spec.colour' }],
  }),
];

async function serve(spec: object = {}): Promise<InMemoryApiServer> {
  const server = await inMemoryApiServer();
  await establish(server, definition({ versions: versions(spec) }));
  return server;
}

const withSpec = (spec: object) => cronTab('mine', { spec });

test('a created object is pruned, has its defaults, and warns of unknown fields', async () => {
  const { client } = await serve();
  const created = await client.post(CRON_TABS, withSpec({ cronSpec: '*', image: 'a' }));
  expect(created.status).toBe(201);
  expect(created.json.spec).toEqual({ cronSpec: '*', replicas: 1 });
  expect(created.headers.warning).toBe('299 - "unknown field \\"spec.image\\""');
  expect((await client.get(MINE)).json.spec).toEqual({ cronSpec: '*', replicas: 1 });
});

test('strict validation refuses unknown and duplicate fields in one error', async () => {
  const { client } = await serve();
  const body =
    '{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"mine"},"spec":{"cronSpec":"a","cronSpec":"b","x":1}}';
  const refused = await client.post(`${CRON_TABS}?fieldValidation=Strict`, body);
  expect([refused.status, refused.json.message]).toEqual([
    400,
    'CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: duplicate field "spec.cronSpec", unknown field "spec.x"',
  ]);
});

test('an invalid object is refused with all field errors', async () => {
  const { client } = await serve();
  const refused = await client.post(CRON_TABS, withSpec({ cronSpec: 1, replicas: -1 }));
  expect([refused.status, refused.json.message]).toEqual([
    422,
    'CronTab.stable.example.com "mine" is invalid: [spec.cronSpec: Invalid value: "integer": spec.cronSpec in body must be of type string: "integer", ' +
      'spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or equal to 0]',
  ]);
});

test('patches and applies are pruned, validated and get defaults', async () => {
  const { client } = await serve();
  await client.post(CRON_TABS, withSpec({ cronSpec: '*', replicas: 2 }));
  const patched = await client.patch(MINE, 'merge-patch', { spec: { replicas: null, other: 1 } });
  expect(patched.json.spec).toEqual({ cronSpec: '*', replicas: 1 });
  expect((await client.patch(MINE, 'merge-patch', { spec: { replicas: -2 } })).status).toBe(422);
  const apply = (spec: object) =>
    client.send('PATCH', `${MINE}?fieldManager=me&force=true`, {
      body: cronTab('mine', { spec }),
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
  expect((await apply({ cronSpec: 'b' })).json.spec).toEqual({ cronSpec: 'b', replicas: 1 });
  expect((await apply({ other: 'b' })).json.message).toContain('.spec.other: field not declared in schema');
});

test('a status write is validated, and leaves the rest', async () => {
  const { client } = await serve();
  await client.post(CRON_TABS, withSpec({ cronSpec: '*' }));
  expect((await client.patch(`${MINE}/status`, 'merge-patch', { status: { ready: 'no' } })).json.message).toBe(
    'CronTab.stable.example.com "mine" is invalid: status.ready: Invalid value: "string": ready in body must be of type boolean: "string"',
  );
  const written = await client.patch(`${MINE}/status`, 'merge-patch', { status: { ready: true, other: 1 }, spec: { cronSpec: 'b' } });
  expect([written.json.spec.cronSpec, written.json.status]).toEqual(['*', { ready: true }]);
});

test('stored objects are read with later defaults, without later removed fields, and keep their generation', async () => {
  const { client } = await serve({ image: { type: 'string' } });
  await client.post(CRON_TABS, withSpec({ cronSpec: '*', image: 'a' }));
  const stored = (await client.get(`${DEFINITIONS}/crontabs.stable.example.com`)).json;
  const changed = { ...stored, spec: { ...stored.spec, versions: versions({ colour: { type: 'string', default: 'red' } }) } };
  expect((await client.put(`${DEFINITIONS}/crontabs.stable.example.com`, changed)).status).toBe(200);
  const expected = { cronSpec: '*', replicas: 1, colour: 'red' };
  expect((await client.get(MINE)).json.spec).toEqual(expected);
  expect((await client.get(CRON_TABS)).json.items[0].spec).toEqual(expected);
  const table = await client.get(CRON_TABS, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } });
  expect(table.json.rows[0].cells).toEqual(['mine', 'red']);
  const written = await client.patch(MINE, 'merge-patch', { metadata: { labels: { a: 'b' } } });
  expect([written.json.spec, written.json.metadata.generation]).toEqual([expected, 1]);
});

test('new finalizers without a domain are warned of', async () => {
  const { client } = await serve();
  const created = await client.post(
    CRON_TABS,
    cronTab('mine', { metadata: { name: 'mine', finalizers: ['mine', 'a.example.com', 'b.com/c'] }, spec: {} }),
  );
  const advice = (form: string) =>
    `prefer a domain-qualified finalizer name${form} to avoid accidental conflicts with other finalizer writers`;
  expect(created.headers.warning).toBe(
    `299 - "metadata.finalizers: \\"a.example.com\\": ${advice(' including a path (/)')}", 299 - "metadata.finalizers: \\"mine\\": ${advice('')}"`,
  );
  expect((await client.patch(MINE, 'merge-patch', { spec: { replicas: 2 } })).headers.warning).toBeUndefined();
});
