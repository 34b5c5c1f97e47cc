import { encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { definition } from '../custom-resources/testing/definitions.ts';
import { aServer, convert, type HostAtVersion, inV1, inV2, V1, V2, version } from './testing/two-versions.ts';

/** Fields of an object without its metadata. */
function fieldsOf({ metadata: _metadata, kind: _kind, ...fields }: Record<string, unknown>): unknown {
  return fields;
}

describe('an object is read', () => {
  test('a read in the stored version calls no webhook', async () => {
    const { client, https } = await aServer();
    await client.post(V1, inV1('a', 'web:80'));
    expect(fieldsOf((await client.get(`${V1}/a`)).json)).toEqual({ apiVersion: 'example.com/v1', hostPort: 'web:80', tag: 'old' });
    expect(https.requests).toEqual([]);
  });

  test('a read in another version returns the converted object, pruned by its schema', async () => {
    const { client, https } = await aServer();
    const { metadata } = (await client.post(V1, inV1('a', 'web:80'))).json;
    const read = (await client.get(`${V2}/a`)).json;
    expect(fieldsOf(read)).toEqual({ apiVersion: 'example.com/v2', host: 'web', port: '80' });
    expect(read.metadata).toEqual(metadata);
    expect(https.requests).toMatchObject([
      {
        sent: { url: 'https://127.0.0.1:9443/convert?timeout=30s' },
        review: {
          kind: 'ConversionReview',
          apiVersion: 'apiextensions.k8s.io/v1',
          request: { desiredAPIVersion: 'example.com/v2', objects: [{ hostPort: 'web:80', tag: 'old', metadata: { name: 'a' } }] },
        },
      },
    ]);
  });

  test('a webhook that lists only v1beta1 receives reviews of that version', async () => {
    const { client, https } = await aServer(['v7', 'v1beta1']);
    await client.post(V1, inV1('a', 'web:80'));
    expect((await client.get(`${V2}/a`)).json.host).toBe('web');
    expect(https.requests[0]?.review.apiVersion).toBe('apiextensions.k8s.io/v1beta1');
  });

  test('a list is converted with one call, and a Table has the columns of the asked version', async () => {
    const { client, https } = await aServer();
    for (const name of ['a', 'b', 'c']) await client.post(V1, inV1(name, `${name}:80`));
    const { items, kind, apiVersion } = (await client.get(V2)).json;
    expect([kind, apiVersion, items.map(fieldsOf)]).toEqual([
      'TestList',
      'example.com/v2',
      ['a', 'b', 'c'].map((host) => ({ apiVersion: 'example.com/v2', host, port: '80' })),
    ]);
    expect(https.requests).toHaveLength(1);
    const table = (await client.get(V2, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } })).json;
    expect(table.rows.map(({ cells }: { cells: unknown }) => cells)).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });

  test('field selectors and pages apply to converted objects', async () => {
    const { client } = await aServer();
    for (const [name, host] of Object.entries({ a: 'x', b: 'y', c: 'x', d: 'y', e: 'x' })) await client.post(V1, inV1(name, `${host}:80`));
    const names = ({ items }: { items: { metadata: { name: string } }[] }) => items.map(({ metadata }) => metadata.name);
    expect(names((await client.get(`${V2}?fieldSelector=host%3Dx`)).json)).toEqual(['a', 'c', 'e']);
    const page = (await client.get(`${V2}?fieldSelector=host%3Dx&limit=2`)).json;
    expect(names(page)).toEqual(['a', 'c']);
    const rest = (await client.get(`${V2}?fieldSelector=host%3Dx&limit=2&continue=${encodeURIComponent(page.metadata.continue)}`)).json;
    expect([names(rest), rest.metadata.continue]).toEqual([['e'], undefined]);
  });

  test('all watches of a version share one conversion of an event, also those opened after another definition', async () => {
    const { client, https } = await aServer();
    const watches = [await client.open(`${V2}?watch=true`), await client.open(`${V2}?watch=true&fieldSelector=host%3Dx`)];
    await client.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition());
    watches.push(await client.open(`${V2}?watch=true`));
    await client.post(V1, inV1('a', 'x:80'));
    for (const { lines } of watches) await expect.poll(() => lines.length).toBe(1);
    expect(https.requests.length).toBe(1);
    await client.patch(`${V1}/a`, 'merge-patch', { hostPort: 'x:81' });
    for (const { lines } of watches) await expect.poll(() => lines.length).toBe(2);
    expect(https.requests.length).toBe(2);
  });

  test('a watch converts each event in order and selects converted objects', async () => {
    const { client } = await aServer();
    await client.post(V1, inV1('a', 'x:80'));
    const all = await client.open(`${V2}?watch=true`);
    const some = await client.open(`${V2}?watch=true&fieldSelector=host%3Dx`);
    await client.post(V1, inV1('b', 'y:80'));
    await client.patch(`${V1}/b`, 'merge-patch', { hostPort: 'x:81' });
    await client.patch(`${V1}/a`, 'merge-patch', { hostPort: 'y:80' });
    await client.delete(`${V2}/b`);
    await client.get(V2);
    const brief = (lines: readonly { type: string; object: { metadata: { name: string }; host: string } }[]) =>
      lines.map(({ type, object }) => `${type} ${object.metadata.name} ${object.host}`);
    expect(brief(all.lines)).toEqual(['ADDED a x', 'ADDED b y', 'MODIFIED b x', 'MODIFIED a y', 'DELETED b x']);
    expect(brief(some.lines)).toEqual(['ADDED a x', 'ADDED b x', 'DELETED a x', 'DELETED b x']);
  });
});

describe('a watch ends at a failed conversion', () => {
  test.each([
    [
      'a failure of the webhook',
      () => ({ result: { status: 'Failed', message: 'no v2' } }),
      'conversion webhook for example.com/v1, Kind=Test failed: no v2',
    ],
    [
      'a fault of the server itself',
      () => {
        throw new TypeError('x is undefined');
      },
      'Internal error occurred: TypeError: x is undefined',
    ],
  ])('%s', async (_name, script, message) => {
    const { client, https } = await aServer();
    const watch = await client.open(`${V2}?watch=true`);
    https.on('/convert', script);
    await client.post(V1, inV1('a', 'x:80'));
    await expect.poll(() => watch.lines.length).toBe(1);
    expect(watch.lines).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 500, message } }]);
  });
});

describe('an object is written', () => {
  test('a create in another version is validated there, and stored in the storage version', async () => {
    const { client, journal } = await aServer();
    const refused = await client.post(V2, inV2('a', 'web', 'http'));
    expect([refused.status, refused.json.message]).toEqual([
      422,
      `Test.example.com "a" is invalid: port: Invalid value: "http": port in body should match '^[0-9]+$'`,
    ]);
    const created = await client.post(V2, inV2('a', 'web', '80'));
    expect([created.status, fieldsOf(created.json)]).toEqual([201, { apiVersion: 'example.com/v2', host: 'web', port: '80' }]);
    const key = { group: 'example.com', resource: 'tests', namespace: 'default', name: 'a' };
    expect(journal.state.get(key)?.object).toMatchObject({ apiVersion: 'example.com/v1', hostPort: 'web:80', metadata: { generation: 1 } });
  });

  test('updates, patches, applies and status writes change the object in the asked version', async () => {
    const { client } = await aServer();
    const { json: created } = await client.post(V1, inV1('a', 'web:80'));
    const replaced = await client.put(`${V2}/a`, {
      ...inV2('a', 'db', '81'),
      metadata: { name: 'a', resourceVersion: created.metadata.resourceVersion },
    });
    expect([replaced.status, replaced.json.host, replaced.json.metadata.generation]).toEqual([200, 'db', 2]);
    expect((await client.patch(`${V2}/a`, 'merge-patch', { port: '82' })).json).toMatchObject({ host: 'db', port: '82' });
    const status = await client.patch(`${V2}/a/status`, 'merge-patch', { host: 'no', status: { ready: 'yes' } });
    expect(status.json).toMatchObject({ host: 'db', port: '82', status: { ready: 'yes' }, metadata: { generation: 3 } });
    const applied = await client.send('PATCH', `${V2}/a?fieldManager=x&force=true`, {
      body: { apiVersion: 'example.com/v2', kind: 'Test', host: 'cache' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
    expect([applied.status, applied.json.host, applied.json.port]).toEqual([200, 'cache', '82']);
    expect((await client.get(`${V1}/a`)).json).toMatchObject({ hostPort: 'cache:82', status: { ready: 'yes' } });
    expect((await client.delete(`${V2}/a`)).json.status).toBe('Success');
    expect((await client.get(`${V1}/a`)).status).toBe(404);
  });

  test('a scale is read and written in the asked version', async () => {
    const { client } = await aServer();
    await client.post(V1, { ...inV1('a', 'web:80'), spec: { replicas: 2 } });
    expect((await client.get(`${V2}/a/scale`)).json.spec).toEqual({ replicas: 2 });
    const scaled = await client.patch(`${V2}/a/scale`, 'merge-patch', { spec: { replicas: 5 } });
    expect([scaled.status, scaled.json.spec]).toEqual([200, { replicas: 5 }]);
    expect((await client.get(`${V1}/a`)).json).toMatchObject({ hostPort: 'web:80', spec: { replicas: 5 } });
  });

  test('a dry run stores nothing', async () => {
    const { client } = await aServer();
    expect((await client.post(`${V2}?dryRun=All`, inV2('a', 'web', '80'))).json).toMatchObject({
      host: 'web',
      apiVersion: 'example.com/v2',
    });
    await client.post(V1, inV1('a', 'web:80'));
    expect((await client.patch(`${V2}/a?dryRun=All`, 'merge-patch', { host: 'db' })).json).toMatchObject({ host: 'db' });
    expect((await client.get(`${V1}/a`)).json.hostPort).toBe('web:80');
  });

  test('a write keeps the field owners of other versions, and an apply replaces that of its manager', async () => {
    const { client } = await aServer();
    const apply = (path: string, manager: string, body: object) =>
      client.send('PATCH', `${path}/a?fieldManager=${manager}&force=true`, {
        body,
        headers: { 'content-type': 'application/apply-patch+yaml' },
      });
    await apply(V1, 'first', inV1('a', 'web:80'));
    await apply(V1, 'second', inV1('a', 'web:80'));
    await client.patch(`${V2}/a?fieldManager=third`, 'merge-patch', { port: '81' });
    const owners = async () =>
      (await client.get(`${V1}/a`)).json.metadata.managedFields.map(
        ({ manager, operation, apiVersion }: Record<string, string>) => `${manager} ${operation} ${apiVersion}`,
      );
    const expected = ['first Apply example.com/v1', 'second Apply example.com/v1', 'third Update example.com/v2'];
    expect(await owners()).toEqual(expected);
    const { resourceVersion } = (await client.get(`${V1}/a`)).json.metadata;
    await client.patch(`${V1}/a?fieldManager=fourth`, 'merge-patch', {});
    expect((await client.get(`${V1}/a`)).json.metadata.resourceVersion).toBe(resourceVersion);
    await apply(V2, 'first', inV2('a', 'db', '81'));
    expect((await owners()).sort()).toEqual(['first Apply example.com/v2', ...expected.slice(1)]);
  });

  test('a write starts over if the object changes during its conversion', async () => {
    const { client, https } = await aServer();
    await client.post(V1, inV1('a', 'web:80'));
    let calls = 0;
    https.on('/convert', async ({ objects, desiredAPIVersion }) => {
      calls += 1;
      if (calls === 1) await client.patch(`${V1}/a`, 'merge-patch', { hostPort: 'web:90' });
      return { convertedObjects: objects.map((one: HostAtVersion) => convert(one, desiredAPIVersion)), result: { status: 'Success' } };
    });
    expect((await client.patch(`${V2}/a`, 'merge-patch', { host: 'db' })).json).toMatchObject({ host: 'db', port: '90' });
  });

  test('after a change of the storage version an object is converted, and a write without changes stores it anew', async () => {
    const { client, journal } = await aServer();
    await client.post(V1, inV1('a', 'web:80'));
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/tests.example.com';
    await client.patch(path, 'merge-patch', { spec: { versions: [version('v1', false), version('v2', true)] } });
    const key = { group: 'example.com', resource: 'tests', namespace: 'default', name: 'a' };
    expect(journal.state.get(key)?.object).toMatchObject({ apiVersion: 'example.com/v1' });
    expect((await client.get(`${V2}/a`)).json).toMatchObject({ host: 'web', port: '80' });
    expect((await client.patch(`${V1}/a`, 'merge-patch', {})).status).toBe(200);
    expect(journal.state.get(key)?.object).toMatchObject({ apiVersion: 'example.com/v2', host: 'web' });
    expect((await client.get(`${V1}/a`)).json).toMatchObject({ hostPort: 'web:80' });
  });
});

test('an admission webhook for one version receives writes of others converted, and its changes apply', async () => {
  const { client, https } = await aServer();
  const patch = encodeBase64(encodeUtf8(JSON.stringify([{ op: 'replace', path: '/hostPort', value: 'db:90' }])));
  https.on('/hook', () => ({ patchType: 'JSONPatch', patch }));
  await client.post('/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'hooks' },
    webhooks: [
      {
        name: 'hook.example.com',
        clientConfig: { url: 'https://127.0.0.1:9443/hook' },
        rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], resources: ['tests'], operations: ['CREATE'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
  const created = await client.post(V2, inV2('a', 'web', '80'));
  expect([created.status, fieldsOf(created.json)]).toEqual([201, { apiVersion: 'example.com/v2', host: 'db', port: '90' }]);
  const review = https.requests.find(({ sent }) => sent.url.includes('/hook'))?.review;
  expect(review.request.object).toMatchObject({ apiVersion: 'example.com/v1', hostPort: 'web:80' });
});
