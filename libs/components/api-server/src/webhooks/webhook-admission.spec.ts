import { encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { jsonAnswer, type Script, ScriptedWebhooks } from '../testing/scripted-webhooks.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1';
const RULE = { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] };
const configMap = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const patchOf = (operations: readonly object[]) => ({
  patchType: 'JSONPatch',
  patch: encodeBase64(encodeUtf8(JSON.stringify(operations))),
});

/** Webhook with the path of its name. */
function webhook(name: string, fields: object = {}) {
  return {
    name: `${name}.example.com`,
    clientConfig: { url: `https://127.0.0.1:9443/${name}` },
    rules: [RULE],
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    ...fields,
  };
}

/** Server with webhooks; scripts by webhook name. */
async function serverWith(kind: 'Mutating' | 'Validating', webhooks: readonly object[], scripts: Readonly<Record<string, Script>>) {
  const https = new ScriptedWebhooks();
  for (const [name, script] of Object.entries(scripts)) https.on(`/${name}`, script);
  const server = await inMemoryApiServer({ https });
  const configuration = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: 'hooks' },
    webhooks,
  };
  const created = await server.client.post(`${CONFIGURATIONS}/${kind.toLowerCase()}webhookconfigurations`, configuration);
  expect(created.status).toBe(201);
  return { ...server, https };
}

describe('a validating webhook', () => {
  test('denies a create with its own words, and nothing is stored', async () => {
    const status = { code: 403, reason: 'Forbidden', message: 'no red' };
    const { client } = await serverWith('Validating', [webhook('color')], { color: () => ({ allowed: false, status }) });
    const refused = await client.post(CONFIG_MAPS, configMap('a'));
    expect([refused.status, refused.json]).toEqual([
      403,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'admission webhook "color.example.com" denied the request: no red',
        reason: 'Forbidden',
        code: 403,
      },
    ]);
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(404);
  });

  test('receives the review of an update', async () => {
    const { client, https } = await serverWith('Validating', [webhook('color', { timeoutSeconds: 3 })], { color: () => ({}) });
    await client.post(CONFIG_MAPS, configMap('a', { color: 'red' }));
    await client.put(`${CONFIG_MAPS}/a?fieldManager=me&dryRun=All`, configMap('a', { color: 'blue' }));
    const [, update] = https.requests;
    expect(update?.sent).toMatchObject({ method: 'POST', url: 'https://127.0.0.1:9443/color?timeout=3s', timeoutMs: 3_000 });
    const gvr = { group: '', version: 'v1', resource: 'configmaps' };
    const gvk = { group: '', version: 'v1', kind: 'ConfigMap' };
    expect(update?.review).toEqual({
      kind: 'AdmissionReview',
      apiVersion: 'admission.k8s.io/v1',
      request: {
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        kind: gvk,
        resource: gvr,
        requestKind: gvk,
        requestResource: gvr,
        name: 'a',
        namespace: 'default',
        operation: 'UPDATE',
        userInfo: { username: 'admin', groups: ['system:masters', 'system:authenticated'] },
        object: expect.objectContaining({ kind: 'ConfigMap', apiVersion: 'v1', data: { color: 'blue' } }),
        oldObject: expect.objectContaining({ kind: 'ConfigMap', apiVersion: 'v1', data: { color: 'red' } }),
        dryRun: true,
        options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1', dryRun: ['All'], fieldManager: 'me' },
      },
    });
  });

  test('receives the whole identity of an impersonated user', async () => {
    const { client, https } = await serverWith('Validating', [webhook('color')], { color: () => ({}) });
    await client.post(CONFIG_MAPS, configMap('a', {}), { headers: { 'impersonate-user': 'jane', 'impersonate-extra-team': 'blue' } });
    const userInfo = { username: 'jane', groups: ['system:authenticated'], extra: { team: ['blue'] } };
    expect(https.requests[0]?.review).toMatchObject({ request: { userInfo } });
  });

  test.each([
    [
      { failure: 'context deadline exceeded' },
      'failed to call webhook: Post "https://127.0.0.1:9443/color?timeout=10s": context deadline exceeded',
    ],
    [{ answer: jsonAnswer({}) }, 'received invalid webhook response: webhook response was absent'],
    [{ uid: 'other' }, /^received invalid webhook response: expected response.uid="[0-9a-f-]+", got "other"$/],
    [patchOf([{}]), 'received invalid webhook response: validating webhook may not return response.patch'],
    [
      { answer: { status: 500, contentType: 'text/plain', body: 'oh no\n' } },
      'failed to call webhook: an error on the server ("oh no") has prevented the request from succeeding',
    ],
    [
      { answer: { status: 404, contentType: 'text/plain', body: '' } },
      'failed to call webhook: the server could not find the requested resource',
    ],
    [
      { answer: { status: 200, contentType: 'application/json', body: '' } },
      'failed to call webhook: 0-length response with status code: 200 and content type: application/json',
    ],
    [
      { answer: { status: 200, contentType: 'application/json', body: 'oh' } },
      "failed to call webhook: couldn't get version/kind; json parse error: invalid character 'o' looking for beginning of value",
    ],
  ])('that answers %j fails the write, or not, by its failure policy', async (response, problem) => {
    const { client } = await serverWith('Validating', [webhook('color')], { color: () => response });
    const refused = await client.post(CONFIG_MAPS, configMap('a'));
    const prefix = 'Internal error occurred: failed calling webhook "color.example.com": ';
    expect(refused.status).toBe(500);
    expect(refused.json.message.startsWith(prefix)).toBe(true);
    expect(refused.json.message.slice(prefix.length)).toMatch(problem);
    const lenient = { webhooks: [webhook('color', { failurePolicy: 'Ignore' })] };
    await client.patch(`${CONFIGURATIONS}/validatingwebhookconfigurations/hooks`, 'merge-patch', lenient);
    expect((await client.post(CONFIG_MAPS, configMap('a'))).status).toBe(201);
  });

  test('without side effects takes part in a dry run', async () => {
    const { client, https } = await serverWith('Validating', [webhook('color')], { color: () => ({}) });
    expect((await client.post(`${CONFIG_MAPS}?dryRun=All`, configMap('a'))).status).toBe(201);
    expect(https.requests.length).toBe(1);
  });

  test('adds warnings', async () => {
    const { client } = await serverWith('Validating', [webhook('color')], { color: () => ({ warnings: ['red is old'] }) });
    expect((await client.post(CONFIG_MAPS, configMap('a'))).headers.warning).toBe('299 - "red is old"');
  });

  test('never concerns its own configuration', async () => {
    const everything = { apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], operations: ['*'] };
    const { client } = await serverWith('Validating', [webhook('color', { rules: [everything] })], { color: () => ({ allowed: false }) });
    expect((await client.post(CONFIG_MAPS, configMap('a'))).json.message).toBe(
      'admission webhook "color.example.com" denied the request without explanation',
    );
    expect((await client.delete(`${CONFIGURATIONS}/validatingwebhookconfigurations/hooks`)).status).toBe(200);
    expect((await client.post(CONFIG_MAPS, configMap('a'))).status).toBe(201);
  });

  test('denies a deletion and the deletion of a collection', async () => {
    const deletions = [{ ...RULE, operations: ['DELETE'] }];
    const { client, https } = await serverWith('Validating', [webhook('color', { rules: deletions })], {
      color: () => ({ allowed: false }),
    });
    await client.post(CONFIG_MAPS, configMap('a'));
    expect((await client.delete(`${CONFIG_MAPS}/a`)).status).toBe(400);
    expect((await client.delete(`${CONFIG_MAPS}?fieldSelector=metadata.name%3Da`)).status).toBe(400);
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(200);
    expect(https.requests.map(({ review: { request } }) => [request.name, request.object, request.oldObject.metadata.name])).toEqual([
      ['a', null, 'a'],
      [undefined, null, 'a'],
    ]);
    expect(https.requests[0]?.review.request.options).toEqual({ kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1' });
  });
});

test('a webhook for connections denies an attachment, and receives its options', async () => {
  const rule = { ...RULE, resources: ['pods/attach'], operations: ['CONNECT'] };
  const status = { message: 'not here' };
  const { client, https } = await serverWith('Validating', [webhook('pods', { rules: [rule] })], {
    pods: () => ({ allowed: false, status }),
  });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
  await client.post('/api/v1/namespaces/default/serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  });
  expect((await client.post('/api/v1/namespaces/default/pods', pod)).status).toBe(201);
  const refused = await client.post('/api/v1/namespaces/default/pods/web/attach?stdin=true&container=a', undefined);
  expect(refused.json.message).toBe('admission webhook "pods.example.com" denied the request: not here');
  expect(https.requests[0]?.review.request).toMatchObject({
    kind: { group: '', version: 'v1', kind: 'PodAttachOptions' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    ...{ subResource: 'attach', name: 'web', namespace: 'default', operation: 'CONNECT', options: null, oldObject: null },
    object: { kind: 'PodAttachOptions', apiVersion: 'v1', stdin: true, container: 'a' },
  });
});

test('a webhook receives an equivalent version of the kind by default, and only its own with Exact', async () => {
  const event = {
    ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: 'a', namespace: 'default' }, reason: 'Odd', type: 'Normal' },
    involvedObject: { namespace: 'default' },
  };
  const rule = { ...RULE, apiGroups: ['events.k8s.io'], resources: ['events'] };
  const hooks = [webhook('equivalent', { rules: [rule] }), webhook('exact', { rules: [rule], matchPolicy: 'Exact' })];
  const { client, https } = await serverWith('Validating', hooks, { equivalent: () => ({}), exact: () => ({}) });
  expect((await client.post('/api/v1/namespaces/default/events', event)).status).toBe(201);
  expect(
    https.requests.map(({ review: { request } }) => [request.resource.group, request.requestResource.group, request.object.apiVersion]),
  ).toEqual([['events.k8s.io', '', 'events.k8s.io/v1']]);
});

test('selectors of namespaces and objects exclude writes', async () => {
  const selected = webhook('color', {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } },
    objectSelector: { matchLabels: { app: 'web' } },
  });
  const { client, https } = await serverWith('Validating', [selected], { color: () => ({}) });
  const labelled = { ...configMap('a'), metadata: { name: 'a', labels: { app: 'web' } } };
  await client.post(CONFIG_MAPS, configMap('other'));
  await client.post('/api/v1/namespaces/kube-system/configmaps', labelled);
  await client.post(CONFIG_MAPS, labelled);
  // The old object has the label.
  await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { metadata: { labels: { app: null } } });
  expect(https.requests.map(({ review: { request } }) => [request.operation, request.namespace, request.name])).toEqual([
    ['CREATE', 'default', 'a'],
    ['UPDATE', 'default', 'a'],
  ]);
});

test('a webhook that calls back into the API with each write is asked until its calls fail, and nothing is half written', async () => {
  const { client, https } = await serverWith('Validating', [webhook('loop')], {
    loop: async ({ name }) => {
      if (name.length > 20) return { failure: 'context deadline exceeded' };
      const { status, json } = await client.post(CONFIG_MAPS, configMap(`${name}a`));
      return { allowed: status === 201, status: { message: json.message } };
    },
  });
  expect((await client.post(CONFIG_MAPS, configMap('a'))).json.message).toContain('context deadline exceeded');
  expect(https.requests.length).toBe(21);
  expect((await client.get(CONFIG_MAPS)).json.items).toEqual([]);
});

describe('a mutating webhook', () => {
  test('patches the object before it is stored, with labels and managers kept', async () => {
    const patch = patchOf([
      { op: 'add', path: '/data/color', value: 'blue' },
      { op: 'add', path: '/metadata/labels', value: { app: 'web' } },
    ]);
    const { client } = await serverWith('Mutating', [webhook('color')], { color: () => patch });
    const created = await client.post(CONFIG_MAPS, configMap('a', { size: 'big' }));
    expect(created.json).toMatchObject({ metadata: { labels: { app: 'web' } }, data: { size: 'big', color: 'blue' } });
    expect(created.json.metadata.managedFields[0].fieldsV1).toEqual({ 'f:data': { '.': {}, 'f:size': {} } });
  });

  test('runs in order of names, and again with IfNeeded after a change', async () => {
    const colors: string[] = [];
    const { client } = await serverWith('Mutating', [webhook('first', { reinvocationPolicy: 'IfNeeded' }), webhook('second')], {
      first: ({ object }) => {
        colors.push(`first ${object.data?.color}`);
        return {};
      },
      second: ({ object }) => {
        colors.push(`second ${object.data?.color}`);
        return patchOf([{ op: 'add', path: '/data/color', value: 'blue' }]);
      },
    });
    expect((await client.post(CONFIG_MAPS, configMap('a', { color: 'red' }))).status).toBe(201);
    expect(colors).toEqual(['first red', 'second red', 'first blue']);
  });

  test('may not patch a deletion', async () => {
    const { client } = await serverWith('Mutating', [webhook('color', { rules: [{ ...RULE, operations: ['DELETE'] }] })], {
      color: () => patchOf([{ op: 'add', path: '/data/color', value: 'blue' }]),
    });
    await client.post(CONFIG_MAPS, configMap('a'));
    expect((await client.delete(`${CONFIG_MAPS}/a`)).json.message).toBe(
      'Internal error occurred: admission webhook "color.example.com" attempted to modify the object, which is not supported for this operation',
    );
  });

  test('that patches managedFields badly only causes a warning', async () => {
    const patch = patchOf([{ op: 'replace', path: '/metadata/managedFields/0/operation', value: 'Odd' }]);
    const { client } = await serverWith('Mutating', [webhook('color')], { color: () => patch });
    const created = await client.post(CONFIG_MAPS, configMap('a', { size: 'big' }));
    expect(created.json.metadata.managedFields[0].operation).toBe('Update');
    expect(created.headers.warning).toContain('.metadata.managedFields was in an invalid state after admission');
  });

  test.each([
    [[{ op: 'remove', path: '/metadata/uid' }], 500, 'Internal error occurred: system metadata was not initialized'],
    [
      [{ op: 'replace', path: '/metadata/namespace', value: 'kube-system' }],
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      [{ op: 'add', path: '/spec/a', value: 5 }],
      500,
      'Internal error occurred: add operation does not apply: doc is missing path: "/spec/a": missing value',
    ],
    [[{ op: 'test', path: '/data/a', value: 'c' }], 500, 'Internal error occurred: testing value /data/a failed: test failed'],
    [[{ op: 'add', path: '/data/a', value: 5 }], 500, /^Internal error occurred: json: cannot unmarshal number/],
  ])('that patches %j is refused', async (operations, code, message) => {
    const { client } = await serverWith('Mutating', [webhook('color')], { color: () => patchOf(operations) });
    const refused = await client.post(CONFIG_MAPS, configMap('a', { a: 'b' }));
    expect([refused.status, refused.json.message]).toEqual([code, expect.stringMatching(message)]);
    expect((await client.get(`${CONFIG_MAPS}/a`)).status).toBe(404);
  });
});

describe('during a call', () => {
  test('an update of a changed object starts over: a patch merges, a PUT conflicts', async () => {
    const seen: unknown[] = [];
    const server = await serverWith('Validating', [webhook('slow', { rules: [{ ...RULE, operations: ['UPDATE'] }] })], {
      slow: async ({ object }) => {
        seen.push(object.data);
        if (seen.length % 2 === 1) await change(`${seen.length}`);
        return {};
      },
    });
    const { client, registry } = server;
    const change = async (value: string) => {
      const kind = registry.context.kinds.find(({ resource }) => resource === 'configmaps') as (typeof registry.context.kinds)[number];
      const live = registry.context.journal.latest({ group: '', resource: 'configmaps', namespace: 'default', name: 'a' });
      await registry.context.journal.write({
        ...{ key: { group: '', resource: 'configmaps', namespace: 'default', name: 'a' }, uid: live?.object.metadata?.uid ?? '' },
        ...{ type: 'ConfigMapUpdated', change: 'updated', previousRevision: live?.revision ?? 0, correlationId: 'x', data: {} },
        ...{ actor: { user: 'u', userAgent: 'u' }, cause: { trigger: 'request', name: 'test' } },
        object: { ...live?.object, kind: kind.kind, apiVersion: 'v1', data: { other: value } },
      } as Parameters<typeof registry.context.journal.write>[0]);
    };
    const created = await client.post(CONFIG_MAPS, configMap('a', { color: 'red' }));
    const patched = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch', { data: { color: 'blue' } });
    expect(patched.json.data).toEqual({ color: 'blue', other: '1' });
    expect(seen).toEqual([{ color: 'blue' }, { color: 'blue', other: '1' }]);
    const { resourceVersion } = patched.json.metadata;
    const put = await client.put(`${CONFIG_MAPS}/a`, { ...created.json, metadata: { ...created.json.metadata, resourceVersion } });
    expect([put.status, put.json.reason]).toEqual([409, 'Conflict']);
    expect((await client.get(`${CONFIG_MAPS}/a`)).json.data).toEqual({ other: '3' });
  });

  test('a create checks for existence again', async () => {
    const gate: (() => void)[] = [];
    const { client } = await serverWith('Validating', [webhook('slow')], {
      slow: () => new Promise((resolve) => gate.push(() => resolve({}))),
    });
    const both = [client.post(CONFIG_MAPS, configMap('a')), client.post(CONFIG_MAPS, configMap('a'))];
    while (gate.length < 2) await Promise.resolve();
    for (const open of gate) open();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([201, 409]);
  });
});
