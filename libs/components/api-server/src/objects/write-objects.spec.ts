import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });
const refused = (code: number, reason: string | undefined, message: string, details?: object) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  ...(details && { details }),
  code,
});

describe('creating', () => {
  test('an object is created, read, listed and seen by a watcher', async () => {
    const { client } = await inMemoryApiServer();
    const watch = await client.open(`${CONFIG_MAPS}?watch=true`);
    const created = await client.post(CONFIG_MAPS, configMap('a', { data: { color: 'red' } }));
    expect(created.status).toBe(201);
    expect(created.json).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'a',
        namespace: 'default',
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: '6',
        creationTimestamp: '2026-01-01T12:00:00Z',
        managedFields: [
          {
            manager: 'test',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-01-01T12:00:00Z',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': { '.': {}, 'f:color': {} } },
          },
        ],
      },
      data: { color: 'red' },
    });
    expect((await client.get(`${CONFIG_MAPS}/a`)).text).toBe(created.text);
    const { kind: _kind, apiVersion: _apiVersion, ...item } = created.json;
    const list = await client.get(CONFIG_MAPS);
    expect(list.json).toEqual({ kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '6' }, items: [item] });
    expect(watch.lines).toEqual([{ type: 'ADDED', object: created.json }]);
  });

  test('a second create is refused', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const again = await client.post(CONFIG_MAPS, configMap('a'));
    expect(again.json).toEqual(refused(409, 'AlreadyExists', 'configmaps "a" already exists', { name: 'a', kind: 'configmaps' }));
  });

  test('a name is generated from generateName', async () => {
    const { client } = await inMemoryApiServer();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'web-' } };
    const names = await Promise.all([1, 2, 3].map(async () => (await client.post(CONFIG_MAPS, body)).json.metadata.name));
    for (const name of names) expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(new Set(names).size).toBe(3);
  });

  test('a name of a terminating object is unavailable', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a', { metadata: { name: 'a', finalizers: ['example.com/hold'] } }));
    await client.delete(`${CONFIG_MAPS}/a`);
    const again = await client.post(CONFIG_MAPS, configMap('a'));
    expect(again.json).toEqual(
      refused(409, 'AlreadyExists', 'object is being deleted: configmaps "a" already exists', { name: 'a', kind: 'configmaps' }),
    );
  });

  test('a generated name in use is drawn again, eight times in total', async () => {
    const { registry, client } = await inMemoryApiServer();
    let drawn = 0;
    const suffixes = ['bbbbb', 'bbbbb', 'bbbbb', 'ccccc', ...Array.from({ length: 8 }, () => 'bbbbb')];
    Object.assign(registry.context.random, { suffix: () => suffixes[drawn++] });
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'web-' } };
    const names = [await client.post(CONFIG_MAPS, body), await client.post(CONFIG_MAPS, body)].map(({ json }) => json.metadata.name);
    expect([names, drawn]).toEqual([['web-bbbbb', 'web-ccccc'], 4]);
    const message = 'configmaps "web-bbbbb" already exists, the server was not able to generate a unique name for the object';
    expect((await client.post(CONFIG_MAPS, body)).json).toEqual(
      refused(409, 'AlreadyExists', message, { name: 'web-bbbbb', kind: 'configmaps', retryAfterSeconds: 1 }),
    );
    expect(drawn).toBe(12);
  });

  test('duplicate owner references are stored once, with a warning', async () => {
    const { client } = await inMemoryApiServer();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u1' };
    const answer = await client.post(CONFIG_MAPS, configMap('a', { metadata: { name: 'a', ownerReferences: [owner, owner] } }));
    expect(answer.json.metadata.ownerReferences).toEqual([owner]);
    expect(answer.headers.warning).toBe(
      '299 - ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u1"',
    );
  });

  test('a finalizer needs a domain', async () => {
    const { client } = await inMemoryApiServer();
    const answer = await client.post(CONFIG_MAPS, configMap('a', { metadata: { name: 'a', finalizers: ['mine'] } }));
    expect(answer.json.message).toBe(
      'ConfigMap "a" is invalid: metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    );
  });

  const refusals: [string, unknown, object][] = [
    [
      'another namespace than the path says',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'kube-system' } },
      refused(400, 'BadRequest', 'the namespace of the provided object does not match the namespace sent on the request'),
    ],
    [
      'a resourceVersion',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', resourceVersion: '1' } },
      refused(500, undefined, 'resourceVersion should not be set on objects to be created'),
    ],
    [
      'another kind',
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      refused(
        400,
        'BadRequest',
        'Pod in version "v1" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion',
      ),
    ],
    [
      'a field that is mistyped',
      { apiVersion: 'v1', kind: 'ConfigMap', metadate: {}, metadata: { name: 'a', labls: {} } },
      refused(
        400,
        'BadRequest',
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadate", unknown field "metadata.labls"',
      ),
    ],
    [
      'a field of the wrong type',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { n: 1 } },
      refused(
        400,
        'BadRequest',
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
      ),
    ],
  ];
  test.each(refusals)("a body with %s is refused with upstream's message", async (_what, body, answer) => {
    const { client } = await inMemoryApiServer();
    expect((await client.post(`${CONFIG_MAPS}?fieldValidation=Strict`, body)).json).toEqual(answer);
  });

  test('an unknown field causes a warning, or an error in strict mode', async () => {
    const { client } = await inMemoryApiServer();
    const answer = await client.post(CONFIG_MAPS, configMap('a', { colour: 'red' }));
    expect(answer.status).toBe(201);
    expect(answer.headers.warning).toBe('299 - "unknown field \\"colour\\""');
    const ignored = await client.post(`${CONFIG_MAPS}?fieldValidation=Ignore`, configMap('b', { colour: 'red' }));
    expect(ignored.headers.warning).toBeUndefined();
    expect(ignored.json).not.toHaveProperty('colour');
  });

  test('a create in a missing namespace is refused', async () => {
    const { client } = await inMemoryApiServer();
    const answer = await client.post('/api/v1/namespaces/nowhere/configmaps', configMap('a'));
    expect(answer.json).toEqual(refused(404, 'NotFound', 'namespaces "nowhere" not found', { name: 'nowhere', kind: 'namespaces' }));
  });

  test('a dry run makes all checks and leaves the log unchanged', async () => {
    const { client, registry } = await inMemoryApiServer();
    const before = registry.revision;
    const created = await client.post(`${CONFIG_MAPS}?dryRun=All`, configMap('a'));
    expect(created.status).toBe(201);
    expect(created.json.metadata.resourceVersion).toBeUndefined();
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(404);
    expect(registry.revision).toBe(before);
    const message = 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"';
    expect((await client.post(`${CONFIG_MAPS}?dryRun=Some`, configMap('a'))).json.message).toBe(message);
  });

  test("kubectl's protobuf body is decoded", async () => {
    const { client } = await inMemoryApiServer();
    const text = (field: number, value: string | number[]) => [(field << 3) | 2, value.length, ...bytesOf(value)];
    const entry = [...text(1, 'color'), ...text(2, 'red')];
    const object = [...text(1, text(1, 'a')), ...text(2, entry)];
    const type = [...text(1, 'v1'), ...text(2, 'ConfigMap')];
    const body = new Uint8Array([0x6b, 0x38, 0x73, 0x00, ...text(1, type), ...text(2, object)]);
    const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };
    const created = await client.post(CONFIG_MAPS, body, { headers });
    expect(created.json).toMatchObject({ metadata: { name: 'a', namespace: 'default' }, data: { color: 'red' } });
  });
});

function bytesOf(value: string | number[]): number[] {
  return typeof value === 'string' ? [...value].map((char) => char.charCodeAt(0)) : value;
}

describe('updating', () => {
  test('an update of the newest version succeeds, of an older one conflicts', async () => {
    const { client } = await inMemoryApiServer();
    const first = (await client.post(CONFIG_MAPS, configMap('a'))).json;
    const second = await client.put(`${CONFIG_MAPS}/a`, { ...first, data: { n: '1' } });
    expect(second.json).toEqual({ ...first, metadata: { ...first.metadata, resourceVersion: '7' }, data: { n: '1' } });
    const message =
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again';
    const late = await client.put(`${CONFIG_MAPS}/a`, { ...first, data: { n: '2' } });
    expect(late.json).toEqual(refused(409, 'Conflict', message, { name: 'a', kind: 'configmaps' }));
  });

  test('concurrent writers of one version succeed once, before any write is durable', async () => {
    const { client } = await inMemoryApiServer();
    const first = (await client.post(CONFIG_MAPS, configMap('a'))).json;
    const answers = await Promise.all([1, 2, 3, 4].map((n) => client.put(`${CONFIG_MAPS}/a`, { ...first, data: { n: String(n) } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test('an update without change keeps the version', async () => {
    const { client, registry } = await inMemoryApiServer();
    const first = await client.post(CONFIG_MAPS, configMap('a', { data: { b: '1', a: '2' } }));
    const same = await client.put(`${CONFIG_MAPS}/a`, configMap('a', { data: { a: '2', b: '1' } }));
    expect(same.text).toBe(first.text);
    expect(registry.revision).toBe(6);
  });

  test('an update without change and without kind keeps the version', async () => {
    const { client } = await inMemoryApiServer();
    const first = await client.post(CONFIG_MAPS, configMap('a', { data: { b: '1' } }));
    const same = await client.put(`${CONFIG_MAPS}/a`, { metadata: { name: 'a' }, data: { b: '1' } });
    expect(same.text).toBe(first.text);
  });

  test('a different uid fails as precondition', async () => {
    const { client } = await inMemoryApiServer();
    const { uid } = (await client.post(CONFIG_MAPS, configMap('a'))).json.metadata;
    const answer = await client.put(`${CONFIG_MAPS}/a`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', uid: 'other' } });
    const message = `Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: ${uid}`;
    expect(answer.json.message).toBe(message);
  });

  test("a body's name must equal its path's", async () => {
    const { client } = await inMemoryApiServer();
    const message = 'the name of the object (b) does not match the name on the URL (a)';
    expect((await client.put(`${CONFIG_MAPS}/a`, configMap('b'))).json).toEqual(refused(400, 'BadRequest', message));
    expect((await client.put(`${CONFIG_MAPS}/a`, configMap('a'))).json.message).toBe('configmaps "a" not found');
  });

  test('a PUT creates a lease', async () => {
    const { client } = await inMemoryApiServer();
    const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'n' }, spec: { holderIdentity: 'n' } };
    const answer = await client.put('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n', body);
    expect(answer.status).toBe(201);
  });

  test('a body without Content-Type is JSON', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const answer = await client.put(`${CONFIG_MAPS}/a`, configMap('a', { data: { n: '1' } }), { headers: { 'content-type': '' } });
    expect(answer.json.data).toEqual({ n: '1' });
  });
});

describe('patching', () => {
  test('three types of patch change the given fields', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a', { data: { one: '1', two: '2' } }));
    expect((await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: { one: null, three: '3' } })).json.data).toEqual({
      two: '2',
      three: '3',
    });
    const json = [{ op: 'replace', path: '/data/two', value: '22' }];
    expect((await client.patch(`${CONFIG_MAPS}/a`, 'json-patch', json)).json.data).toEqual({ two: '22', three: '3' });
    expect((await client.patch(`${CONFIG_MAPS}/a`, 'strategic-merge-patch', { data: { four: '4' } })).json.data).toEqual({
      two: '22',
      three: '3',
      four: '4',
    });
  });

  test("a patch cannot change an object's name, namespace or UID", async () => {
    const { client } = await inMemoryApiServer();
    const { uid } = (await client.post(CONFIG_MAPS, configMap('a'))).json.metadata;
    const refusal = async (metadata: object) => (await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { metadata })).json.message;
    expect([await refusal({ name: 'b' }), await refusal({ namespace: 'b' }), await refusal({ uid: 'b' }), uid]).toEqual([
      'the name of the object (b) does not match the name on the URL (a)',
      'the namespace of the provided object does not match the namespace sent on the request',
      'ConfigMap "a" is invalid: metadata.uid: Invalid value: "b": field is immutable',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
  });

  test('concurrent patches of many clients all apply', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const names = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const patched = names.map((name) => client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: { [name]: 'x' } }));
    for (const { status } of await Promise.all(patched)) expect(status).toBe(200);
    expect(Object.keys((await client.get(`${CONFIG_MAPS}/a`)).json.data).sort()).toEqual([...names].sort());
  });

  test('a patch with an outdated version conflicts', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const answer = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { metadata: { resourceVersion: '1' }, data: { n: '1' } });
    expect(answer.json.reason).toBe('Conflict');
  });

  test.each<[string, 'json-patch' | 'merge-patch' | 'strategic-merge-patch', string, string]>([
    ['json-patch', 'json-patch', '[{"op":"add","path":"/data","value":{},"vlaue":1}]', 'json patch unknown field "[0].vlaue"'],
    ['merge-patch', 'merge-patch', '{"data":{"a":"1","a":"2"}}', 'duplicate field "data.a"'],
    ['strategic-merge-patch', 'strategic-merge-patch', '{"data":{"a":"1","a":"2"}}', 'duplicate field "data.a"'],
  ])('a %s with errors is refused in strict mode, and otherwise causes a warning', async (_what, type, patch, complaint) => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const strict = await client.patch(`${CONFIG_MAPS}/a?fieldValidation=Strict`, type, patch);
    expect([strict.status, strict.json.message]).toEqual([422, expect.stringMatching(/: strict decoding error: /)]);
    expect(strict.json.message.endsWith(complaint)).toBe(true);
    const warned = await client.patch(`${CONFIG_MAPS}/a`, type, patch);
    expect([warned.status, warned.headers.warning]).toEqual([200, `299 - "${complaint.replaceAll('"', '\\"')}"`]);
    const ignored = await client.patch(`${CONFIG_MAPS}/a?fieldValidation=Ignore`, type, patch);
    expect([ignored.status, ignored.headers.warning]).toEqual([200, undefined]);
  });

  test('an unknown field in a strict patch is refused with the full patch', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(CONFIG_MAPS, configMap('a'));
    const answer = await client.patch(`${CONFIG_MAPS}/a?fieldValidation=Strict`, 'strategic-merge-patch', { foo: { bar: 1 } });
    const message = ' "" is invalid: patch: Invalid value: "map[foo:map[bar:1]]": strict decoding error: unknown field "foo"';
    expect(answer.json).toMatchObject({ code: 422, reason: 'Invalid', message });
  });
});
