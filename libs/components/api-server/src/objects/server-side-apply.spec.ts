import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import type { TestClient } from '../testing/test-client.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const headers = { 'content-type': 'application/apply-patch+yaml', 'user-agent': 'kubectl/v1.35.0' };

const apply = (client: TestClient, url: string, body: unknown, manager = 'mine') =>
  client.send('PATCH', `${url}${url.includes('?') ? '&' : '?'}fieldManager=${manager}`, { body, headers });

const configMap = (data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', ...metadata },
  data,
});

const owned = (manager: string, fieldsV1: object, more: object = {}) => ({
  manager,
  operation: 'Apply',
  apiVersion: 'v1',
  time: '2026-01-01T12:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
});

describe('an applied object', () => {
  test('an applied object is created, owned, and unchanged by a repeated apply', async () => {
    const { client, registry, clock } = await inMemoryApiServer();
    const made = await apply(client, `${CONFIG_MAPS}/a`, configMap({ color: 'red' }));
    expect([made.status, made.json.data, made.json.metadata.managedFields]).toEqual([
      201,
      { color: 'red' },
      [owned('mine', { 'f:data': { 'f:color': {} } })],
    ]);
    const before = registry.revision;
    clock.advanceTo(clock.now() + 60_000);
    const again = await apply(client, `${CONFIG_MAPS}/a`, configMap({ color: 'red' }));
    expect([again.status, again.text, registry.revision]).toEqual([200, made.text, before]);
  });

  test('an applied body may be YAML', async () => {
    const { client } = await inMemoryApiServer();
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  text: |\n    one\n    two\n';
    expect((await apply(client, `${CONFIG_MAPS}/a`, yaml)).json.data).toEqual({ text: 'one\ntwo\n' });
  });

  test('an applied field is removed once no longer applied, unless otherwise owned', async () => {
    const { client } = await inMemoryApiServer();
    await apply(client, `${CONFIG_MAPS}/a`, configMap({ color: 'red', size: 'big', shape: 'round' }));
    await apply(client, `${CONFIG_MAPS}/a`, configMap({ size: 'big' }), 'other');
    const less = (await apply(client, `${CONFIG_MAPS}/a`, configMap({ color: 'red' }))).json;
    expect(less.data).toEqual({ color: 'red', size: 'big' });
    expect(less.metadata.managedFields).toEqual([
      // An applier without changes has no time, as upstream.
      owned('other', { 'f:data': { 'f:size': {} } }, { time: undefined }),
      owned('mine', { 'f:data': { 'f:color': {} } }),
    ]);
  });

  test('an apply conflicts with other owners, and takes over with force', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(`${CONFIG_MAPS}?fieldManager=other`, configMap({ color: 'red', size: 'big' }));
    const refused = await apply(client, `${CONFIG_MAPS}/a`, configMap({ color: 'blue', size: 'big' }));
    expect(refused.json).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Apply failed with 1 conflict: conflict with "other" using v1: .data.color',
      reason: 'Conflict',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "other" using v1', field: '.data.color' }] },
      code: 409,
    });
    const forced = (await apply(client, `${CONFIG_MAPS}/a?force=true`, configMap({ color: 'blue', size: 'big' }))).json;
    expect(forced.data).toEqual({ color: 'blue', size: 'big' });
    expect(forced.metadata.managedFields).toEqual([
      owned('mine', { 'f:data': { 'f:color': {}, 'f:size': {} } }),
      owned('other', { 'f:data': { '.': {}, 'f:size': {} } }, { operation: 'Update' }),
    ]);
  });

  test('an applied object gets defaults without owners', async () => {
    const { client } = await inMemoryApiServer();
    const spec = {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    };
    const made = (await apply(client, `${DEPLOYMENTS}/web`, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }))
      .json;
    expect(made.spec).toMatchObject({ replicas: 1, strategy: { type: 'RollingUpdate' } });
    expect(made.metadata.managedFields.map(({ fieldsV1 }: { fieldsV1: object }) => fieldsV1)).toEqual([
      {
        'f:spec': {
          'f:selector': {},
          'f:template': {
            'f:metadata': { 'f:labels': { 'f:app': {} } },
            'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
          },
        },
      },
    ]);
  });

  test('an apply of a subresource changes that only', async () => {
    const { client } = await inMemoryApiServer();
    const spec = {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    };
    await client.post(DEPLOYMENTS, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
    const status = { conditions: [{ type: 'Ready', status: 'True' }] };
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { a: 'b' } }, status };
    const applied = (await apply(client, `${DEPLOYMENTS}/web/status`, body)).json;
    expect(applied.status.conditions).toMatchObject([{ type: 'Ready', status: 'True' }]);
    expect(applied.metadata.labels).toBeUndefined();
    expect(applied.metadata.managedFields[0]).toEqual(
      owned(
        'mine',
        { 'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': { '.': {}, 'f:status': {}, 'f:type': {} } } } },
        { apiVersion: 'apps/v1', subresource: 'status' },
      ),
    );
    const absent = await apply(client, `${DEPLOYMENTS}/none/status`, { ...body, metadata: { name: 'none' } });
    expect([absent.status, absent.json.message]).toEqual([404, 'deployments.apps "none" not found']);
  });

  test('a dry-run apply is answered and not written', async () => {
    const { client, registry } = await inMemoryApiServer();
    const before = registry.revision;
    const made = await apply(client, `${CONFIG_MAPS}/a?dryRun=All`, configMap({ color: 'red' }));
    expect([made.status, made.json.data, registry.revision]).toEqual([201, { color: 'red' }, before]);
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(404);
  });

  test('an apply over an object without owners shares it with before-first-apply', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap({ color: 'red' }));
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { metadata: { managedFields: [{}] } });
    expect((await client.get(`${CONFIG_MAPS}/a`)).json.metadata.managedFields).toBeUndefined();
    const updated = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: { size: 'big' } });
    expect(updated.json.metadata.managedFields).toBeUndefined();
    const applied = (await apply(client, `${CONFIG_MAPS}/a`, configMap({ color: 'red' }))).json;
    expect(applied.metadata.managedFields.map(({ manager }: { manager: string }) => manager)).toEqual(['mine', 'before-first-apply']);
  });
});

describe('an apply is refused', () => {
  const refusals: [string, string, unknown, number, string][] = [
    [
      'that says a version other than the newest',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      configMap({ color: 'red' }, { resourceVersion: '1' }),
      409,
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [
      'of another kind than the path says',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } },
      400,
      'invalid object type: /v1, Kind=Secret',
    ],
    ['without a kind', `${CONFIG_MAPS}/a?fieldManager=m`, { metadata: { name: 'a' } }, 400, 'invalid object type: /, Kind='],
    [
      'with managedFields',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      configMap({}, { managedFields: [{}] }),
      400,
      'metadata.managedFields must be nil',
    ],
    [
      'of another name than the path says',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      configMap({}, { name: 'b' }),
      400,
      'the name of the object (b) does not match the name on the URL (a)',
    ],
    [
      'that would make an object without a name of its own',
      `${CONFIG_MAPS}/b?fieldManager=m`,
      configMap({}, { name: undefined, generateName: 'b-' }),
      400,
      'the name of the object (b based on URL) was undeterminable: name must be provided',
    ],
    [
      'of a UID that nothing has',
      `${CONFIG_MAPS}/b?fieldManager=m`,
      configMap({}, { name: 'b', uid: 'u1' }),
      409,
      'Operation cannot be fulfilled on configmaps "b": uid mismatch: the provided object specified uid u1, and no existing object was found',
    ],
    [
      'with a field that the kind has not',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      { ...configMap({}), colour: 'red' },
      500,
      'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .colour: field not declared in schema',
    ],
    [
      'of a number that the type of its field cannot hold',
      `${DEPLOYMENTS}/w?fieldManager=m`,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' }, spec: { replicas: 1.5 } },
      500,
      'failed to convert new object (/w; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: cannot convert float64 to int32',
    ],
    [
      'of a quantity that is none',
      `${DEPLOYMENTS}/w?fieldManager=m`,
      {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' } },
        spec: { template: { spec: { containers: [{ name: 'web', resources: { limits: { cpu: 'much' } } }] } } },
      },
      500,
      "failed to convert new object (/w; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      'that is no object',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      '[]',
      400,
      'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      'that is no YAML',
      `${CONFIG_MAPS}/a?fieldManager=m`,
      'a: b: c',
      400,
      'error decoding YAML: error converting YAML to JSON: yaml: line 1: mapping values are not allowed in this context',
    ],
    [
      'with a key twice, where the client is strict',
      `${CONFIG_MAPS}/a?fieldManager=m&fieldValidation=Strict`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: "1"\n  a: "2"\n',
      400,
      'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key "a" already set in map',
    ],
    [
      'without a manager',
      `${CONFIG_MAPS}/a`,
      configMap({}),
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
    [
      'of a manager that cannot be printed',
      `${CONFIG_MAPS}/a?fieldManager=a%0Ab`,
      configMap({}),
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)',
    ],
  ];
  test.each(refusals)('an apply is refused: %s', async (_what, url, body, code, message) => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap({ color: 'red' }));
    const answer = await client.send('PATCH', url, { body, headers });
    expect([answer.status, answer.json.message]).toEqual([code, message]);
  });

  test('an apply in CBOR is refused, and so is force for another patch', async () => {
    const { client } = await inMemoryApiServer();
    const cbor = await client.send('PATCH', `${CONFIG_MAPS}/a?fieldManager=m&force=true`, {
      body: {},
      headers: { 'content-type': 'application/apply-patch+cbor' },
    });
    expect([cbor.status, cbor.json.message]).toEqual([
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
    ]);
    const forced = await client.patch(`${CONFIG_MAPS}/a?force=false`, 'merge-patch', {});
    expect([forced.status, forced.json.message]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    ]);
  });
});
