import { utf8Length } from '@klockwork/kernel';
import { growthOf, LINEAR_GROWTH_MAX } from '@klockwork/kernel/testing';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer, type TestRequest } from '../testing/index.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PATCH = { headers: { 'content-type': 'application/json-patch+json' } };

async function told(method: string, url: string, request: TestRequest = {}) {
  const { client } = await inMemoryApiServer();
  const { status, text } = await client.send(method, url, request);
  return [status, text.startsWith('{') ? (JSON.parse(text) as { message?: string }).message : text];
}

const mapOf = (bytes: number, character = 'x') => ({
  metadata: { name: 'a' },
  data: { a: character.repeat(bytes / utf8Length(character)) },
});

describe('oversized requests', () => {
  test('a body above 3 MiB is refused', async () => {
    expect(await told('POST', MAPS, { body: new Uint8Array(3 * 1024 * 1024 + 1) })).toEqual([
      413,
      'Request entity too large: limit is 3145728',
    ]);
  });

  test.each(['x', '😀'])('an object above 1.5 MiB, of %s, is refused', async (character) => {
    const { client, journal } = await inMemoryApiServer();
    const before = journal.state.revision;
    // Secrets and ConfigMaps have a lower limit of their own.
    const body = { metadata: { name: 'a' }, revision: 1, data: { raw: mapOf(1.5 * 1024 * 1024, character) } };
    const answer = await client.post('/apis/apps/v1/namespaces/default/controllerrevisions', body);
    expect(answer.json).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'etcdserver: request is too large',
      code: 500,
    });
    expect(journal.state.revision).toBe(before);
    expect((await client.post(MAPS, mapOf(10))).status).toBe(201);
  });

  const many = Array(300_000).fill('"a"').join();
  test.each([
    ['POST', MAPS, 'application/json', `{"metadata":{"finalizers":[${many}]}}`],
    ['POST', MAPS, 'application/yaml', `metadata:\n  finalizers: [${many}]\n`],
    ['DELETE', `${MAPS}/a`, 'application/json', `{"preconditions":{"uid":[${many}]}}`],
    ['PATCH', `${MAPS}/a?fieldManager=a`, 'application/apply-patch+yaml', `metadata:\n  finalizers: [${many}]\n`],
    ['PATCH', `${MAPS}/a?fieldManager=a`, 'application/apply-patch+yaml', `{"metadata":{"finalizers":[${many}]}}`],
    ['PATCH', `${MAPS}/a`, 'application/merge-patch+json', `{"metadata":{"finalizers":[${many}]}}`],
    ['PATCH', `${MAPS}/a`, 'application/strategic-merge-patch+json', `{"metadata":{"finalizers":[${many}]}}`],
    ['PATCH', `${MAPS}/a`, 'application/json-patch+json', `[{"op":"add","path":"/metadata/finalizers","value":[${many}]}]`],
  ])('%s %s with too many values, in %s, is refused', async (method, url, type, body) => {
    const [status, message] = await told(method, url, { body, headers: { 'content-type': type } });
    expect([status, message]).toEqual([400, expect.stringContaining('exceeded max number of values: 250000')]);
  });

  test('a patch with more than 10,000 operations is refused', async () => {
    const operation = { op: 'test', path: '/metadata/name', value: 'a' };
    const { client } = await inMemoryApiServer();
    await client.post(MAPS, mapOf(10));
    expect((await client.patch(`${MAPS}/a`, 'json-patch', Array(10_000).fill(operation))).status).toBe(200);
    const refused = await client.patch(`${MAPS}/a`, 'json-patch', Array(10_001).fill(operation));
    expect(refused.json.message).toBe('Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001');
  });

  test('a patch with exponential copies is refused', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(MAPS, mapOf(1_000));
    const copies = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '/data', path: `/data/x${index}` }));
    const refused = await client.send('PATCH', `${MAPS}/a`, { body: copies, ...PATCH });
    expect([refused.status, refused.text.length < 1_000]).toEqual([422, true]);
  });

  test('an error text is bounded, although each of many items prints the whole list', async () => {
    const { client } = await inMemoryApiServer();
    const quota = { metadata: { name: 'a' }, spec: { scopes: Array(20_000).fill('a') } };
    const refused = await client.post('/api/v1/namespaces/default/resourcequotas', quota);
    expect([refused.status, refused.text.length < 4_000_000]).toEqual([422, true]);
    expect(refused.json.message).toMatch(/, and \d+ more\]$/);
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('%s nested a million deep is refused', async (_what, open, close) => {
    const deep = (depth: number) => `{"metadata":{"name":"a"},"data":${open.repeat(depth)}1${close.repeat(depth)}}`;
    const refused = [400, expect.stringContaining('exceeded max depth')];
    expect(await told('POST', MAPS, { body: deep(1_001) })).toEqual(refused);
    expect(await told('POST', MAPS, { body: deep(500_000).slice(0, 3_000_000) })).toEqual(refused);
    const { client } = await inMemoryApiServer();
    expect((await client.patch(`${MAPS}/a`, 'merge-patch', deep(1_001))).status).toBe(400);
  });
});

describe('names with path characters', () => {
  test.each([
    ['..', [400, 'Name parameter invalid: "..": may not be \'..\'']],
    ['%2e', [400, 'Name parameter invalid: ".": may not be \'.\'']],
    ['%25', [400, 'Name parameter invalid: "%": may not contain \'%\'']],
    ['%252f', [400, 'Name parameter invalid: "%2f": may not contain \'%\'']],
    ['%00', [404, 'configmaps "\\x00" not found']],
    ['%0a', [404, 'configmaps "\\n" not found']],
    ['%ff', [404, 'configmaps "\ufffd" not found']],
    ['*', [404, 'configmaps "*" not found']],
    ['%3e', [404, 'configmaps ">" not found']],
    ['__proto__', [404, 'configmaps "__proto__" not found']],
    ['constructor', [404, 'configmaps "constructor" not found']],
    ['a%2fb', [404, 'the server could not find the requested resource']],
    ['a/constructor', [404, 'the server could not find the requested resource']],
    ['a/toString', [404, 'the server could not find the requested resource']],
    ['%zz', [404, '404 page not found\n']],
  ])('an object named %s in a path has the right answer', async (name, expected) => {
    expect(await told('GET', `${MAPS}/${name}`)).toEqual(expected);
  });

  test('path segments as namespaces mean empty namespaces', async () => {
    const { client } = await inMemoryApiServer();
    for (const name of ['..', '*', '%3e', '%00', '__proto__', '%20', 'x'.repeat(5_000)]) {
      const { status, json } = await client.get(`/api/v1/namespaces/${name}/configmaps`);
      expect([status, json.items]).toEqual([200, []]);
    }
  });

  test('a name of a megabyte is not found', async () => {
    const [status] = await told('GET', `${MAPS}/${'x'.repeat(1 << 20)}`);
    expect(status).toBe(404);
  });
});

describe('inherited keys', () => {
  const ODD = '{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}';

  test('inherited keys are ordinary data', async () => {
    const { client } = await inMemoryApiServer();
    const text = `{"metadata":{"name":"a","annotations":{"toString":"x"},"labels":{"constructor":"y"}},"data":${ODD.replace('__proto__', 'valueOf')}}`;
    const made = await client.post(MAPS, text);
    expect([made.status, made.text.includes(`"data":${ODD.replace('__proto__', 'valueOf')}`)]).toEqual([201, true]);
    const patched = await client.patch(`${MAPS}/a`, 'merge-patch', '{"data":{"constructor":null,"prototype":"z"}}');
    expect(Object.keys(patched.json.data)).toEqual(['valueOf', 'toString', 'hasOwnProperty', 'prototype']);
  });

  test('inherited keys are selectable, and usually absent', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(MAPS, mapOf(1));
    for (const selector of ['constructor', 'toString', 'hasOwnProperty=a', '__proto__'])
      expect((await client.get(`${MAPS}?labelSelector=${selector}`)).json.items ?? []).toEqual([]);
    expect((await client.get(`${MAPS}?fieldSelector=constructor=a`)).status).toBe(400);
    expect((await client.get(`${MAPS}?__proto__=a&constructor=b`)).status).toBe(200);
  });

  test('inherited keys in a JSON pointer are missing fields', async () => {
    const { client } = await inMemoryApiServer();
    await client.post(MAPS, mapOf(1));
    for (const path of ['/constructor/prototype/polluted', '/__proto__/polluted', '/data/constructor/x']) {
      const refused = await client.patch(`${MAPS}/a`, 'json-patch', [{ op: 'add', path, value: 'x' }]);
      expect(refused.status).toBe(422);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString', 'application/constructor'])(
    'an inherited key as media type %s is unknown',
    async (type) => {
      const [status] = await told('PATCH', `${MAPS}/a`, { body: '{}', headers: { 'content-type': type } });
      expect(status).toBe(415);
    },
  );
});

describe('objects with missing fields or inherited names', () => {
  const capacity = (matchExpressions: unknown[]) => ({
    metadata: { name: 'a' },
    storageClassName: 'b',
    nodeTopology: { matchExpressions },
  });
  const preferring = (affinity: string, terms: unknown[]) => ({
    metadata: { name: 'a' },
    template: {
      spec: {
        containers: [{ name: 'a', image: 'a' }],
        affinity: { [affinity]: { preferredDuringSchedulingIgnoredDuringExecution: terms } },
      },
    },
  });
  const templates = '/api/v1/namespaces/default/podtemplates';
  const scaler = { scaleTargetRef: { kind: 'a', name: 'b' }, maxReplicas: 1, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] };
  test.each([
    [
      'an autoscaler with a metric without target',
      '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
      { metadata: { name: 'a' }, spec: scaler },
      422,
    ],
    ['a pod with an empty node preference', templates, preferring('nodeAffinity', [{ weight: 1 }]), 201],
    ['a pod with a node preference without weight', templates, preferring('nodeAffinity', [{}, null]), 422],
    ['a pod with a pod preference without weight', templates, preferring('podAffinity', [{ weight: 1 }, null]), 422],
    ['a Secret with an inherited name as type', '/api/v1/namespaces/default/secrets', { metadata: { name: 'a' }, type: 'valueOf' }, 201],
    ['an empty taint', '/api/v1/nodes', { metadata: { name: 'a' }, spec: { taints: [{}, null] } }, 422],
    ['a null selector', '/apis/storage.k8s.io/v1/namespaces/default/csistoragecapacities', capacity([null, { key: 'a' }]), 422],
    [
      'an access mode with an inherited name',
      '/api/v1/persistentvolumes',
      { metadata: { name: 'a' }, spec: { accessModes: ['toString'] } },
      422,
    ],
  ])('an odd object has a regular answer: %s', async (_what, url, body, status) => {
    expect((await told('POST', url, { body }))[0]).toBe(status);
  });
});

test('an advance without a number in a status update is stored', async () => {
  const { client } = await inMemoryApiServer();
  const clocks = '/apis/klockwork.dev/v1alpha1/clocks';
  await client.post(clocks, { metadata: { name: 'lab' } });
  const patched = await client.patch(`${clocks}/lab/status`, 'merge-patch', { status: { advance: { stopRequested: true } } });
  expect([patched.status, patched.json.status.advance.stopRequested]).toEqual([200, true]);
});

describe('invalid texts', () => {
  test('lone surrogates and invalid UTF-8 are replaced, as in Go', async () => {
    const { client } = await inMemoryApiServer();
    const half = await client.post(MAPS, '{"metadata":{"name":"a"},"data":{"k":"\\ud800"}}');
    expect(half.json.data).toEqual({ k: '\ufffd' });
    const bytes = Uint8Array.from('{"metadata":{"name":"b"},"data":{"k":"?"}}', (char) => (char === '?' ? 0xff : char.charCodeAt(0)));
    expect((await client.post(MAPS, bytes)).json.data).toEqual({ k: '\ufffd' });
  });

  test('a compressed body is invalid JSON', async () => {
    const gzip = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    expect(await told('POST', MAPS, { body: gzip, headers: { 'content-encoding': 'gzip' } })).toEqual([
      400,
      expect.stringContaining("invalid character '\\x1f' looking for beginning of value"),
    ]);
  });
});

describe('list parameters', () => {
  test.each([
    ['limit=-1', 200],
    ['limit=9223372036854775808', 400],
    ['limit=1.5', 400],
    ['timeoutSeconds=x', 400],
    ['resourceVersion=-1', 400],
    ['resourceVersion=99999999999999999999', 400],
    ['resourceVersion=999999', 504],
    ['resourceVersion=18446744073709551615', 504],
    ['continue=x', 400],
    ['resourceVersionMatch=x', 422],
    ['watch=true&timeoutSeconds=9223372036854775808', 400],
  ])('an odd list parameter has a regular answer: %s', async (query, status) => {
    expect((await told('GET', `${MAPS}?${query}`))[0]).toBe(status);
  });
});

describe('linear time', () => {
  const N = 60_000;
  test.each<[string, (n: number) => string]>([
    ['labelSelector', (n) => 'a=b,'.repeat(n)],
    ['labelSelector', (n) => `a in (${'b,'.repeat(n)}c)`],
    ['labelSelector', (n) => '('.repeat(n)],
    ['labelSelector', (n) => ' '.repeat(n)],
    ['labelSelector', (n) => `${'a'.repeat(n)}!`],
    ['fieldSelector', (n) => '\\'.repeat(n)],
    ['fieldSelector', (n) => 'metadata.name=a,'.repeat(n)],
    ['fieldManager', (n) => ' '.repeat(n)],
    ['continue', (n) => '/'.repeat(n)],
    ['resourceVersion', (n) => '9'.repeat(n)],
  ])('%s is read in linear time', async (name, textOf) => {
    const growth = await growthOf((size) => told('GET', `${MAPS}?${name}=${encodeURIComponent(textOf(size))}`), N);
    expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
  });

  test.each(['a', 'a.', '-', 'a-', '9', ' '])('names, labels and quantities of many %j are validated in linear time', async (part) => {
    const growth = await growthOf((size) => {
      const text = part.repeat(size);
      const body = {
        metadata: { name: text, generateName: text, labels: { [text]: text, a: `${text}!` }, finalizers: [text] },
        spec: { containers: [{ name: text, image: text, resources: { limits: { cpu: text } } }], hostname: text },
      };
      return told('POST', '/api/v1/namespaces/default/pods', { body });
    }, N);
    expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
  });
});
