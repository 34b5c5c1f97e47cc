import { encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import type { TestClient } from '../testing/test-client.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' } };

async function serverWith(names: readonly string[]) {
  const server = await inMemoryApiServer();
  for (const name of names) {
    const metadata = { name, labels: { half: name < 'c' ? 'first' : 'second' } };
    await server.client.post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { name } });
  }
  return server;
}

/** Returns a token that continues after an object of the namespace. */
const token = (rv: number, name: string) =>
  encodeBase64(encodeUtf8(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start: `${name}\0` }))).replace(/=+$/, '');

const HALF_HOUR_MS = 1_800_000;

type Page = { metadata: { continue?: string }; items: { metadata: { name: string } }[] };

/** Returns the item names of each page; `between` changes the cluster. */
async function pages(client: TestClient, limit: number, between: () => Promise<unknown>): Promise<string[][]> {
  const read: string[][] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page: Page = (await client.get(`${CONFIG_MAPS}?limit=${limit}&continue=${encodeURIComponent(token)}`)).json;
    read.push(page.items.map((item) => item.metadata.name));
    token = page.metadata.continue;
    await between();
  }
  return read;
}

describe('pages', () => {
  test('a page has the number of remaining objects and a token', async () => {
    const { client } = await serverWith(['a', 'b', 'c']);
    const first = (await client.get(`${CONFIG_MAPS}?limit=2`)).json;
    expect(first.metadata).toEqual({ resourceVersion: '8', continue: token(8, 'b'), remainingItemCount: 1 });
    const last = (await client.get(`${CONFIG_MAPS}?limit=2&continue=${token(8, 'b')}`)).json;
    expect(last).toMatchObject({ metadata: { resourceVersion: '8' }, items: [{ metadata: { name: 'c' }, data: { name: 'c' } }] });
  });

  test('a list at any version is unpaged', async () => {
    const { client } = await serverWith(['a', 'b', 'c']);
    const whole = (await client.get(`${CONFIG_MAPS}?limit=2&resourceVersion=0`)).json;
    expect([whole.metadata, whole.items.length]).toEqual([{ resourceVersion: '8' }, 3]);
    const last = (await client.get(`${CONFIG_MAPS}?limit=1&resourceVersion=0&continue=${token(8, 'a')}`)).json;
    expect([last.metadata.remainingItemCount, last.items.length]).toEqual([1, 1]);
  });

  test("all pages show the objects at the list's start, despite concurrent writes", async () => {
    const { client } = await serverWith(['a', 'b', 'd', 'e', 'f']);
    const changes = [
      () => client.post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }),
      () => client.delete(`${CONFIG_MAPS}/e`),
      () => client.patch(`${CONFIG_MAPS}/f`, 'merge-patch', { data: { name: 'changed' } }),
    ];
    expect(await pages(client, 2, async () => changes.shift()?.())).toEqual([['a', 'b'], ['d', 'e'], ['f']]);
  });

  test("a page continues from the log when the journal's memory is too short", async () => {
    const { client } = await serverWith(['a', 'b']);
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'busy' } };
    await client.post(CONFIG_MAPS, body);
    for (let index = 0; index < 4_100; index++) await client.put(`${CONFIG_MAPS}/busy`, { ...body, data: { n: String(index) } });
    const page = (await client.get(`${CONFIG_MAPS}?limit=5&continue=${token(7, 'a')}`)).json;
    expect(page).toMatchObject({ metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'b' } }] });
    expect((await client.get(`${CONFIG_MAPS}?limit=1&continue=nonsense`)).json.reason).toBe('BadRequest');
  });

  test('a token of a version that a real cluster has compacted is 410, and the remainder has the present objects', async () => {
    const { client, clock } = await serverWith(['a', 'b']);
    const next = (await client.get(`${CONFIG_MAPS}?limit=1`)).json.metadata.continue;
    const read = async () => (await client.get(`${CONFIG_MAPS}?limit=1&continue=${next}`)).json;
    const halfHour = Math.ceil(clock.now() / HALF_HOUR_MS) * HALF_HOUR_MS;
    clock.advanceTo(halfHour);
    expect(await read()).toMatchObject({ items: [{ metadata: { name: 'b' } }] });
    await client.post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } });
    clock.advanceTo(halfHour + 299_999);
    expect(await read()).toMatchObject({ metadata: { resourceVersion: '7' } });
    clock.advanceTo(halfHour + 300_000);
    const expired = await read();
    expect(expired).toMatchObject({ code: 410, reason: 'Expired', metadata: { continue: token(-1, 'a') } });
    const page = (await client.get(`${CONFIG_MAPS}?limit=1&continue=${expired.metadata.continue}`)).json;
    expect(page.metadata).toEqual({ resourceVersion: '8', continue: token(8, 'b'), remainingItemCount: 1 });
    const exact = (await client.get(`${CONFIG_MAPS}?resourceVersion=7&resourceVersionMatch=Exact`)).json;
    expect(exact.items).toHaveLength(2);
  });

  test('a page of pruned events is 410, with a token for present objects', async () => {
    const { client, clock, journal } = await serverWith([]);
    const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
    for (const name of ['a', 'b']) await client.post(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name } });
    const first = (await client.get(`${leases}?limit=1`)).json.metadata.continue;
    await client.patch(`${leases}/b`, 'merge-patch', { spec: { leaseDurationSeconds: 9 } });
    clock.advanceTo(clock.now() + 2 * 3_600_000);
    // Exceeds the journal's memory: the past is only in the log.
    for (let index = 0; index < 4_100; index++) await client.patch(`${leases}/a`, 'merge-patch', { spec: { leaseTransitions: index } });
    await journal.prune([{ group: 'coordination.k8s.io', resource: 'leases', before: clock.now() }]);
    const answer = (await client.get(`${leases}?limit=1&continue=${encodeURIComponent(first)}`)).json;
    expect(answer).toMatchObject({ code: 410, reason: 'Expired', metadata: { continue: token(-1, 'a') } });
    expect(answer.message).toMatch(
      /^The provided continue parameter is too old to display a consistent list result\. You can start a new list/,
    );
    const rest = (await client.get(`${leases}?limit=1&continue=${answer.metadata.continue}`)).json;
    expect(rest.items).toMatchObject([{ metadata: { name: 'b' }, spec: { leaseDurationSeconds: 9 } }]);
    const exact = (await client.get(`${leases}?resourceVersion=7&resourceVersionMatch=Exact`)).json;
    expect(exact).toMatchObject({ code: 410, message: 'The resourceVersion for the provided list is too old.', metadata: {} });
  });
});

describe('versions', () => {
  test('an exact version shows the past, a future one is refused for now', async () => {
    const { client } = await serverWith(['a', 'b']);
    const past = (await client.get(`${CONFIG_MAPS}?resourceVersion=6&resourceVersionMatch=Exact`)).json;
    expect(past).toMatchObject({ metadata: { resourceVersion: '6' }, items: [{ metadata: { name: 'a' } }] });
    expect((await client.get(`${CONFIG_MAPS}?resourceVersion=0`)).json.metadata).toEqual({ resourceVersion: '7' });
    const ahead = await client.get(`${CONFIG_MAPS}?resourceVersion=99`);
    expect(ahead.headers['retry-after']).toBe('1');
    expect((await client.get(`${CONFIG_MAPS}/a?resourceVersion=99`)).json.code).toBe(504);
    // A version with a limit means Exact.
    expect((await client.get(`${CONFIG_MAPS}?resourceVersion=6&limit=9`)).json.items).toHaveLength(1);
    expect((await client.get(`${CONFIG_MAPS}?resourceVersion=6`)).json.items).toHaveLength(2);
    expect(ahead.json).toMatchObject({ code: 504, reason: 'Timeout', message: 'Timeout: Too large resource version: 99, current: 7' });
  });

  test('a match without a version is refused, and so are watch parameters', async () => {
    const { client } = await serverWith([]);
    expect((await client.get(`${CONFIG_MAPS}?sendInitialEvents=true`)).json.message).toBe(
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    );
    expect((await client.get(`${CONFIG_MAPS}?resourceVersionMatch=Exact`)).json.message).toBe(
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  });
});

describe('selectors', () => {
  test.each([
    ['labelSelector=half%3Dfirst', ['a', 'b']],
    ['labelSelector=half+notin+(first)', ['c']],
    ['fieldSelector=metadata.name%21%3Da', ['b', 'c']],
    ['fieldSelector=metadata.namespace%3Delsewhere', []],
  ])('a list with %s has the selected objects', async (query, names) => {
    const { client } = await serverWith(['a', 'b', 'c']);
    const { items } = (await client.get(`/api/v1/configmaps?${query}`)).json;
    expect(items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(names);
  });

  test.each([
    ['/api/v1/pods', 'spec.foo', 'field label not supported: spec.foo'],
    ['/api/v1/namespaces', 'name', 'field label not supported: name'],
    ['/api/v1/nodes', 'metadata.namespace', 'field label not supported: metadata.namespace'],
    ['/apis/batch/v1/jobs', 'status.failed', 'field label "status.failed" not supported for batchv1.Job'],
    ['/api/v1/configmaps', 'data', '"data" is not a known field selector: only "metadata.name", "metadata.namespace"'],
  ])('%s cannot be selected by %s', async (path, field, message) => {
    const { client } = await inMemoryApiServer();
    const { code, reason, message: said } = (await client.get(`${path}?fieldSelector=${field}%3Da`)).json;
    expect([code, reason, said]).toEqual([400, 'BadRequest', message]);
  });

  test('a kind without own fields accepts a selector with another namespace', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.get('/api/v1/persistentvolumes?fieldSelector=metadata.namespace%3Da')).json.items).toEqual([]);
  });
});

describe('tables', () => {
  const metadata = { name: 'a', namespace: 'default', labels: { half: 'first' }, resourceVersion: '6' };

  test("a list is printed with columns and each object's metadata", async () => {
    const { client } = await serverWith(['a']);
    const table = (await client.get(CONFIG_MAPS, TABLE)).json;
    expect(table).toMatchObject({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: '6' },
      columnDefinitions: [
        { name: 'Name', type: 'string', format: 'name', priority: 0 },
        { name: 'Data', type: 'string', format: '', priority: 0 },
        { name: 'Age', type: 'string', format: '', priority: 0 },
      ],
      rows: [{ cells: ['a', 1, '0s'], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } }],
    });
  });

  test('rows have no object or the whole one on request', async () => {
    const { client } = await serverWith(['a']);
    expect((await client.get(`${CONFIG_MAPS}?includeObject=None`, TABLE)).json.rows[0].object).toBeNull();
    expect((await client.get(`${CONFIG_MAPS}?includeObject=Object`, TABLE)).json.rows[0].object).toMatchObject({
      kind: 'ConfigMap',
      data: { name: 'a' },
    });
    expect((await client.get(`${CONFIG_MAPS}/a`, TABLE)).json).toMatchObject({
      metadata: { resourceVersion: '6' },
      rows: [{ cells: ['a', 1, '0s'] }],
    });
  });

  test('includeObject accepts known values only, and only for Tables', async () => {
    const { client } = await serverWith(['a']);
    const refused = (await client.get(`${CONFIG_MAPS}?includeObject=All`, TABLE)).json;
    expect([refused.code, refused.reason, refused.message]).toEqual([
      400,
      'BadRequest',
      `Unable to convert to Table as requested: includeObject: Invalid value: "All": must be 'Metadata', 'Object', 'None', or empty`,
    ]);
    expect((await client.get(`${CONFIG_MAPS}?includeObject=All`)).json.kind).toBe('ConfigMapList');
  });

  test('rows of finished pods have a condition', async () => {
    const { client } = await inMemoryApiServer({ admission: [] });
    const pods = '/api/v1/namespaces/default/pods';
    for (const [name, phase] of [
      ['runs', 'Running'],
      ['done', 'Succeeded'],
      ['lost', 'Failed'],
    ] as const) {
      await client.post(pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
      await client.patch(`${pods}/${name}/status`, 'merge-patch', { status: { phase } });
    }
    const { rows } = (await client.get(pods, TABLE)).json as { rows: { cells: string[]; conditions?: object[] }[] };
    const over = { type: 'Completed', status: 'True' };
    expect(rows.map(({ cells, conditions }) => [cells[0], conditions])).toEqual([
      ['done', [{ ...over, reason: 'Succeeded', message: 'The pod has completed successfully.' }]],
      ['lost', [{ ...over, reason: 'Failed', message: 'The pod failed.' }]],
      ['runs', undefined],
    ]);
  });

  test('FlowSchemas are printed by precedence, and listed by name', async () => {
    const { client } = await inMemoryApiServer();
    const schemas = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas';
    const rules = [{ subjects: [{ kind: 'User', user: { name: 'alice' } }], nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }] }];
    for (const [name, matchingPrecedence] of [
      ['a', 300],
      ['b', 200],
      ['c', 300],
      ['d', 100],
    ] as const) {
      const spec = { priorityLevelConfiguration: { name: 'exempt' }, matchingPrecedence, rules };
      await client.post(schemas, { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', metadata: { name }, spec });
    }
    const { rows } = (await client.get(schemas, TABLE)).json as { rows: { cells: string[] }[] };
    const { items } = (await client.get(schemas)).json as { items: { metadata: { name: string } }[] };
    expect(rows.map(({ cells }) => cells[0])).toEqual(['d', 'b', 'a', 'c']);
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('metadata projections have their own kinds', async () => {
    const { client } = await serverWith(['a']);
    const accept = (as: string) => ({ headers: { accept: `application/json;as=${as};v=v1;g=meta.k8s.io` } });
    const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
    expect((await client.get(`${CONFIG_MAPS}/a`, accept('PartialObjectMetadata'))).json).toMatchObject(partial);
    expect((await client.get(CONFIG_MAPS, accept('PartialObjectMetadataList'))).json).toMatchObject({
      kind: 'PartialObjectMetadataList',
      items: [partial],
    });
    expect((await client.get(CONFIG_MAPS, { headers: { accept: 'text/html' } })).json).toMatchObject({
      code: 406,
      reason: 'NotAcceptable',
    });
  });
});

test('a deprecated kind causes a warning for every request', async () => {
  const { client } = await inMemoryApiServer();
  const warning = '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"';
  const path = '/api/v1/namespaces/default/endpoints';
  expect((await client.get(path)).headers.warning).toBe(warning);
  expect((await client.get(`${path}/absent`)).headers.warning).toBe(warning);
  expect((await client.get(CONFIG_MAPS)).headers.warning).toBeUndefined();
});
