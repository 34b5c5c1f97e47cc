import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const IDENTITY = '/apis/authentication.k8s.io/v1';
const ACCESS = '/apis/authorization.k8s.io/v1';
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const ATTRIBUTES = 'spec.resourceAttributes';
const GET_PODS = { verb: 'get', resource: 'pods', namespace: 'default' };

/** Returns the errors of a question about pods with these limits. */
async function limited(limits: object): Promise<string[]> {
  const { client } = await inMemoryApiServer();
  const { json } = await client.post(`${ACCESS}/selfsubjectaccessreviews`, { spec: { resourceAttributes: { ...GET_PODS, ...limits } } });
  const causes: { field: string; message: string }[] = json.details?.causes ?? [];
  return causes.map(({ field, message }) => `${field.replace(`${ATTRIBUTES}.`, '')}: ${message}`);
}

async function ask(url: string, spec?: object, metadata?: object) {
  const { client } = await inMemoryApiServer();
  const { status, json } = await client.post(url, { ...(spec && { spec }), ...(metadata && { metadata }) });
  return status === 201 ? json.status : `${status} ${json.message}`;
}

describe('an access review', () => {
  test.each<[string, string, object | undefined]>([
    ['of the own user', `${ACCESS}/selfsubjectaccessreviews`, { resourceAttributes: GET_PODS }],
    ['of another user', `${ACCESS}/subjectaccessreviews`, { user: 'jane', nonResourceAttributes: { path: '/healthz', verb: 'get' } }],
    [
      'of another user in a namespace',
      `${ACCESS}/namespaces/default/localsubjectaccessreviews`,
      { groups: ['devs'], resourceAttributes: GET_PODS },
    ],
  ])('an access review %s answers allowed', async (_, url, spec) => {
    expect(await ask(url, spec)).toEqual({ allowed: true });
  });

  test('an access review of all rules lists them per namespace', async () => {
    expect(await ask(`${ACCESS}/selfsubjectrulesreviews`, { namespace: 'default' })).toEqual({
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    });
    expect(await ask(`${ACCESS}/selfsubjectrulesreviews`, {})).toBe('400 no namespace on request');
  });

  test.each<[string, string, object, object | undefined, string]>([
    [
      'has no attributes',
      'subjectaccessreviews',
      {},
      undefined,
      '[spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: "": at least one of user or group must be specified]',
    ],
    [
      'has two kinds of attributes',
      'selfsubjectaccessreviews',
      { resourceAttributes: GET_PODS, nonResourceAttributes: { path: '/' } },
      undefined,
      'spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":""}: cannot be specified in combination with resourceAttributes',
    ],
    [
      'has a name',
      'subjectaccessreviews',
      { user: 'jane', resourceAttributes: GET_PODS },
      { name: 'a' },
      'metadata: Invalid value: {"name":"a"}: must be empty',
    ],
    [
      'concerns another namespace, and a path',
      'namespaces/team-a/localsubjectaccessreviews',
      { user: 'jane', resourceAttributes: GET_PODS },
      undefined,
      'spec.resourceAttributes.namespace: Invalid value: "default": must match metadata.namespace',
    ],
    [
      'concerns a path in a namespace',
      'namespaces/team-a/localsubjectaccessreviews',
      { user: 'jane', nonResourceAttributes: { path: '/' } },
      { name: 'a' },
      '[metadata: Invalid value: {"name":"a","namespace":"team-a"}: must be empty except for namespace, spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":""}: disallowed on this kind of request]',
    ],
  ])('an access review that %s is refused', async (_, resource, spec, metadata, detail) => {
    expect(await ask(`${ACCESS}/${resource}`, spec, metadata)).toMatch(/^422 [A-Za-z]+.authorization.k8s.io "" is invalid: /);
    expect((await ask(`${ACCESS}/${resource}`, spec, metadata)).replace(/^.* is invalid: /, '')).toBe(detail);
  });

  test.each<[string, object, string[]]>([
    ['a raw selector', { rawSelector: '***' }, []],
    ['unknown operators', { requirements: [{ key: 'k', operator: 'Like', values: ['()'] }] }, []],
    ['nothing', {}, ['requirements: Required value: when PATH is specified, requirements or rawSelector is required']],
    [
      'a raw selector and requirements',
      { rawSelector: 'a=b', requirements: [{ key: 'k', operator: 'In' }] },
      [
        'rawSelector: Invalid value: "a=b": may not specified at the same time as requirements',
        "requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      ],
    ],
  ])('an access review may be limited by field selectors; those with %s are validated', async (_, fieldSelector, errors) => {
    expect(await limited({ fieldSelector })).toEqual(
      errors.map((error) => `fieldSelector.${error}`.replace('PATH', `${ATTRIBUTES}.fieldSelector`)),
    );
  });

  test('an access review may be limited by label selectors with valid keys and values', async () => {
    const labelSelector = {
      requirements: [
        { key: '', operator: 'Exists' },
        { key: 'k', operator: 'Like', values: ['-'] },
      ],
    };
    expect((await limited({ labelSelector })).map((error) => error.replace(/: a valid label .*/, ''))).toEqual([
      'labelSelector.requirements[0].key: Invalid value: "": name part must be non-empty',
      "labelSelector.requirements[0].key: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'labelSelector.requirements[1].values[0]: Invalid value: "-"',
    ]);
  });

  test('a local access review names no other namespace', async () => {
    const url = `${ACCESS}/namespaces/team-a/localsubjectaccessreviews`;
    expect(await ask(url, { user: 'jane', resourceAttributes: GET_PODS }, { namespace: 'default' })).toBe(
      '400 the namespace of the provided object does not match the namespace sent on the request',
    );
    expect(await ask(`${ACCESS}/localsubjectaccessreviews`, {})).toBe('404 the server could not find the requested resource');
  });
});

test('a review has no Table form', async () => {
  const { client } = await inMemoryApiServer();
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const body = { spec: { nonResourceAttributes: { path: '/', verb: 'get' } } };
  const { status, json } = await client.post(`${ACCESS}/selfsubjectaccessreviews`, body, { headers });
  expect([status, json.reason, json.message]).toEqual([
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  ]);
  const either = { headers: { accept: `${headers.accept}, application/json` } };
  expect((await client.post(`${ACCESS}/selfsubjectaccessreviews`, body, either)).status).toBe(201);
});

describe('the metadata of a review', () => {
  async function metadataOf(url: string, body: object) {
    const { client } = await inMemoryApiServer();
    const { kind: _, apiVersion: __, status: ___, ...rest } = (await client.post(`${url}?fieldManager=me`, body)).json;
    return rest;
  }
  const owned = (apiVersion: string, fieldsV1: object) => ({
    managedFields: [{ manager: 'me', operation: 'Update', apiVersion, time: '2026-01-01T12:00:00Z', fieldsType: 'FieldsV1', fieldsV1 }],
  });

  test("a new review's metadata has a creation time for SelfSubjectReview only", async () => {
    expect(await metadataOf(`${IDENTITY}/selfsubjectreviews`, { metadata: { name: 'a' } })).toEqual({
      metadata: { creationTimestamp: '2026-01-01T12:00:00Z' },
    });
    expect(await metadataOf(`${ACCESS}/selfsubjectrulesreviews`, { spec: { namespace: 'default' } })).toEqual({ metadata: {}, spec: {} });
  });

  test("a returned review's metadata names the manager of its fields", async () => {
    const spec = { nonResourceAttributes: { path: '/', verb: 'get' } };
    const fields = { 'f:spec': { 'f:nonResourceAttributes': { '.': {}, 'f:path': {}, 'f:verb': {} } } };
    expect(await metadataOf(`${ACCESS}/selfsubjectaccessreviews`, { spec })).toEqual({
      metadata: owned('authorization.k8s.io/v1', fields),
      spec,
    });
    expect(await metadataOf(`${IDENTITY}/tokenreviews`, { spec: { token: 'guess' } })).toEqual({
      metadata: owned('authentication.k8s.io/v1', { 'f:spec': { 'f:token': {} } }),
      spec: { token: 'guess' },
    });
  });
});

test('a SelfSubjectReview returns its user', async () => {
  expect(await ask(`${IDENTITY}/selfsubjectreviews`)).toEqual({
    userInfo: { username: 'admin', groups: ['system:masters', 'system:authenticated'] },
  });
});

describe('a token review', () => {
  async function reviewed(request: { spec?: object; wait?: number; gone?: string; audiences?: string[]; token?: string } = {}) {
    const { client, clock } = await inMemoryApiServer();
    await client.post(ACCOUNTS, { metadata: { name: 'web' } });
    await client.post('/api/v1/namespaces/default/secrets', { metadata: { name: 'bound' } });
    const issued = await client.post(`${ACCOUNTS}/web/token`, { spec: request.spec ?? {} });
    if (request.gone !== undefined) await client.delete(request.gone);
    if (request.wait !== undefined) clock.advanceTo(clock.now() + request.wait);
    const spec = { token: request.token ?? issued.json.status.token, ...(request.audiences && { audiences: request.audiences }) };
    return (await client.post(`${IDENTITY}/tokenreviews`, { spec })).json.status;
  }
  const INVALID = { user: {} };

  test('a token review of an account returns its user', async () => {
    const { user, ...rest } = await reviewed();
    expect([user, rest]).toEqual([
      {
        username: 'system:serviceaccount:default:web',
        uid: expect.any(String),
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=[-0-9a-f]{36}$/)] },
      },
      { authenticated: true, audiences: ['https://kubernetes.default.svc.cluster.local'] },
    ]);
  });

  test('a token review with audiences returns the matching ones', async () => {
    expect((await reviewed({ spec: { audiences: ['vault', 'other'] }, audiences: ['x', 'vault'] })).audiences).toEqual(['vault']);
    expect(await reviewed({ spec: { audiences: ['vault'] } })).toEqual({
      ...INVALID,
      error:
        '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc.cluster.local"]]',
    });
  });

  const BOUND = { boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: 'bound' } };
  test.each<[string, Parameters<typeof reviewed>[0], string]>([
    ['a word', { token: 'guess' }, 'invalid bearer token'],
    ['an expired token', { wait: 3_661_000 }, '[invalid bearer token, service account token has expired]'],
    ["a deleted account's token", { gone: `${ACCOUNTS}/web` }, '[invalid bearer token, serviceaccounts "web" not found]'],
    [
      'a token with a deleted secret',
      { spec: BOUND, gone: '/api/v1/namespaces/default/secrets/bound' },
      '[invalid bearer token, service account token has been invalidated]',
    ],
  ])('a token review of %s returns the error', async (_, request, error) => {
    expect(await reviewed(request)).toEqual({ ...INVALID, error });
  });

  test('a token review needs a token', async () => {
    expect(await ask(`${IDENTITY}/tokenreviews`, {})).toBe('400 token is required for TokenReview in authentication');
  });
});
