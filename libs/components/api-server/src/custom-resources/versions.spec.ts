import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import { CRON_TABS, cronTab, DEFINITIONS, definition, establish, version } from './testing/definitions.ts';

const BETA_TABS = CRON_TABS.replace('/v1/', '/v1beta1/');
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };
const SCALE = {
  scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector' },
};

async function aServer(v1: object, beta: object = {}) {
  const server = await inMemoryApiServer();
  await establish(server, definition({ versions: [version('v1', v1), version('v1beta1', { storage: false, ...beta })] }));
  return server;
}

const beta = (fields: object = {}) => cronTab('mine', { apiVersion: 'stable.example.com/v1beta1', ...fields });

test('every version has its own columns and its own status', async () => {
  const column = { name: 'Image', type: 'string', jsonPath: '.spec.image' };
  const { client } = await aServer({ subresources: { status: {} } }, { additionalPrinterColumns: [column] });
  expect((await client.post(CRON_TABS, cronTab('mine', { status: { replicas: 1 } }))).json.status).toBeUndefined();
  const table = (await client.get(BETA_TABS, TABLE)).json;
  expect([table.columnDefinitions[1].name, table.rows[0].cells]).toEqual(['Image', ['mine', 'my-image']]);
  const { resources } = (await client.get('/apis/stable.example.com/v1beta1')).json;
  expect(resources.map(({ name }: { name: string }) => name)).toEqual(['crontabs']);
  expect((await client.get(`${BETA_TABS}/mine/status`)).status).toBe(404);
  const changed = await client.patch(`${BETA_TABS}/mine`, 'merge-patch', { status: { replicas: 4 } });
  expect(changed.json.status).toEqual({ replicas: 4 });
});

test.each([
  [{ deprecated: true }, 'stable.example.com/v1beta1 CronTab is deprecated; use stable.example.com/v1 CronTab'],
  [{ deprecated: true, deprecationWarning: 'no more' }, 'no more'],
])('a version with %j warns each client', async (fields, warning) => {
  const { client } = await aServer({}, fields);
  expect((await client.get(BETA_TABS)).headers.warning).toContain(`"${warning}"`);
  expect((await client.get(CRON_TABS)).headers.warning).toBeUndefined();
});

test('a custom object is scaled by its paths', async () => {
  const { client } = await aServer({ subresources: { status: {}, ...SCALE } });
  await client.post(CRON_TABS, cronTab('mine', { spec: { replicas: 2, image: 'a' } }));
  await client.patch(`${CRON_TABS}/mine/status`, 'merge-patch', { status: { replicas: 1, selector: 'app=a' } });
  const scale = (await client.get(`${CRON_TABS}/mine/scale`)).json;
  expect(scale).toMatchObject({
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    spec: { replicas: 2 },
    status: { replicas: 1, selector: 'app=a' },
  });
  const scaled = await client.patch(`${CRON_TABS}/mine/scale`, 'merge-patch', { spec: { replicas: 5 } });
  expect([scaled.status, scaled.json.spec]).toEqual([200, { replicas: 5 }]);
  const { spec, metadata } = (await client.get(`${CRON_TABS}/mine`)).json;
  expect([spec, metadata.generation]).toEqual([{ replicas: 5, image: 'a' }, 2]);
  const put = await client.put(`${CRON_TABS}/mine/scale`, { ...scale, metadata: { name: 'mine' }, spec: { replicas: 0 } });
  expect([put.status, put.json.spec]).toEqual([200, {}]);
  const table = (await client.get(`${CRON_TABS}/mine/scale`, TABLE)).json;
  expect(table.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Desired', 'Available', 'Age']);
});

test('a scale without replicas is refused in the words of upstream', async () => {
  const { client } = await aServer({ subresources: SCALE });
  const message = async (answer: Promise<{ status: number; json: { message: string } }>) => {
    const { status, json } = await answer;
    return [status, json.message];
  };
  await client.post(CRON_TABS, cronTab('none', { metadata: { name: 'none' }, spec: {} }));
  await client.post(CRON_TABS, cronTab('text', { metadata: { name: 'text' }, spec: { replicas: 'many' } }));
  expect(await message(client.get(`${CRON_TABS}/none/scale`))).toEqual([
    500,
    'Internal error occurred: the spec replicas field ".spec.replicas" does not exist',
  ]);
  expect(await message(client.patch(`${CRON_TABS}/none/scale`, 'merge-patch', { spec: {} }))).toEqual([
    400,
    'the spec replicas field ".spec.replicas" cannot be empty',
  ]);
  expect((await client.patch(`${CRON_TABS}/none/scale`, 'merge-patch', { spec: { replicas: 3 } })).json.spec).toEqual({ replicas: 3 });
  expect(await message(client.get(`${CRON_TABS}/text/scale`))).toEqual([
    500,
    'Internal error occurred: .spec.replicas accessor error: many is of the type string, expected int64',
  ]);
  const wrong = client.put(`${CRON_TABS}/none/scale`, { metadata: { name: 'none' }, spec: { replicas: -1 } });
  expect((await wrong).status).toBe(422);
});

test('objects are selected by the fields of their version', async () => {
  const selectableFields = [{ jsonPath: '.spec.image' }, { jsonPath: '.spec.count' }];
  const { client } = await aServer({ selectableFields });
  await client.post(CRON_TABS, cronTab('one', { metadata: { name: 'one' }, spec: { image: 'a', count: 3 } }));
  await client.post(CRON_TABS, cronTab('two', { metadata: { name: 'two' }, spec: { image: 'b' } }));
  const names = async (selector: string) =>
    (await client.get(`${CRON_TABS}?fieldSelector=${selector}`)).json.items.map(
      ({ metadata }: { metadata: { name: string } }) => metadata.name,
    );
  expect([await names('spec.image=a'), await names('spec.count=3'), await names('spec.count!=3')]).toEqual([['one'], ['one'], ['two']]);
  const refused = (await client.get(`${BETA_TABS}?fieldSelector=spec.image=a`)).json;
  expect([refused.code, refused.message]).toEqual([400, 'field label not supported: spec.image']);
  await client.delete(`${CRON_TABS}?fieldSelector=spec.image=a`);
  expect(await names('')).toEqual(['two']);
});

test('objects of a cluster-scoped kind are not selected by namespace', async () => {
  const server = await inMemoryApiServer();
  await establish(server, definition({ scope: 'Cluster' }));
  const refused = (await server.client.get('/apis/stable.example.com/v1/crontabs?fieldSelector=metadata.namespace=a')).json;
  expect([refused.code, refused.message]).toEqual([400, 'field label not supported: metadata.namespace']);
});

test('an object written in a further version is stored in the stored one', async () => {
  const { client } = await aServer({});
  expect((await client.post(BETA_TABS, beta())).json.apiVersion).toBe('stable.example.com/v1beta1');
  expect((await client.get(`${CRON_TABS}/mine`)).json.apiVersion).toBe('stable.example.com/v1');
});

test('versions are ordered as by upstream', async () => {
  const server = await inMemoryApiServer();
  const names = ['foo1', 'v1', 'v10', 'v2', 'v11alpha2', 'v3beta1', 'foo10', 'v11beta2', 'v12alpha1', 'v10beta3'];
  const versions = names.map((name) => version(name, { storage: name === 'v1' }));
  await establish(server, definition({ versions }));
  const group = (await server.client.get('/apis/stable.example.com')).json;
  expect(group.versions.map((one: { version: string }) => one.version)).toEqual([
    ...['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10'],
  ]);
});

test('an object of an earlier storage version is read under the present one', async () => {
  const { client } = await aServer({});
  await client.post(CRON_TABS, cronTab());
  const versions = [version('v1', { storage: false }), version('v1beta1')];
  await client.patch(`${DEFINITIONS}/crontabs.stable.example.com`, 'merge-patch', { spec: { versions } });
  const { lines } = await client.open(`${BETA_TABS}?watch=true`);
  const read = [(await client.get(`${BETA_TABS}/mine`)).json, lines[0].object, (await client.get(`${CRON_TABS}/mine`)).json];
  expect(read.map(({ apiVersion }) => apiVersion)).toEqual([
    'stable.example.com/v1beta1',
    'stable.example.com/v1beta1',
    'stable.example.com/v1',
  ]);
});
