import { decodeAccountToken } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CORE = '/api/v1/namespaces/default';
const NOON = Date.parse('2026-01-01T12:00:00Z') / 1_000;
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

async function withAccount() {
  const server = await inMemoryApiServer();
  const { client } = server;
  const account = (await client.post(`${CORE}/serviceaccounts`, { metadata: { name: 'web' } })).json;
  const pod = {
    metadata: { name: 'web' },
    spec: { serviceAccountName: 'web', nodeName: 'node-1', containers: [{ name: 'a', image: 'a' }] },
  };
  const made = (await client.post(`${CORE}/pods`, pod)).json;
  const ask = (body: object) => client.post(`${CORE}/serviceaccounts/web/token`, body);
  return { ...server, ask, account, pod: made };
}

test('a token is issued for an hour and for the API server, and is not stored', async () => {
  const { ask, account, journal } = await withAccount();
  const before = journal.state.heads();
  const sender = {
    manager: 'test',
    operation: 'Update',
    apiVersion: 'authentication.k8s.io/v1',
    time: '2026-01-01T12:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': { 'f:audiences': {}, 'f:expirationSeconds': {} } },
    subresource: 'token',
  };
  const { status, json } = await ask({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} });
  expect([status, json, journal.state.heads()]).toEqual([
    201,
    {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: {
        name: 'web',
        namespace: 'default',
        uid: account.metadata.uid,
        creationTimestamp: '2026-01-01T12:00:00Z',
        managedFields: [sender],
      },
      spec: { audiences: [ISSUER], expirationSeconds: 3600, boundObjectRef: null },
      status: { token: expect.any(String), expirationTimestamp: '2026-01-01T13:00:00Z' },
    },
    before,
  ]);
  expect(decodeAccountToken(json.status.token)).toEqual({
    aud: [ISSUER],
    exp: NOON + 3600,
    iat: NOON,
    iss: ISSUER,
    jti: expect.stringMatching(/^[-0-9a-f]{36}$/),
    'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'web', uid: account.metadata.uid } },
    nbf: NOON,
    sub: 'system:serviceaccount:default:web',
  });
});

test("a token bound to a pod names pod and node, and lives longer in admission's form", async () => {
  const { ask, pod } = await withAccount();
  const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name: 'web', uid: pod.metadata.uid };
  const told = async (spec: object) => decodeAccountToken((await ask({ spec: { boundObjectRef, ...spec } })).json.status.token);
  expect(await told({ audiences: ['vault'], expirationSeconds: 600 })).toMatchObject({
    aud: ['vault'],
    exp: NOON + 600,
    'kubernetes.io': { node: { name: 'node-1' }, pod: { name: 'web', uid: pod.metadata.uid } },
  });
  expect(await told({ expirationSeconds: 3607 })).toMatchObject({
    exp: NOON + 365 * 24 * 3600,
    'kubernetes.io': { warnafter: NOON + 3607 },
  });
});

test('a token is issued for the present account, not for a former one of that name', async () => {
  const { ask, account } = await withAccount();
  const { uid } = account.metadata;
  expect((await ask({ metadata: { uid }, spec: {} })).json.metadata.uid).toBe(uid);
  const { status, json } = await ask({ metadata: { uid: 'old' }, spec: {} });
  expect([status, json.reason, json.message, json.details]).toEqual([
    409,
    'Conflict',
    `Operation cannot be fulfilled on TokenRequest.authentication.k8s.io "web": the UID in the token request (old) does not match the UID of the service account (${uid})`,
    { name: 'web', group: 'authentication.k8s.io', kind: 'TokenRequest' },
  ]);
});

describe('a request for a token is refused', () => {
  const bound = (ref: object) => ({ spec: { boundObjectRef: ref } });
  test.each<[string, object, string]>([
    [
      'for less than ten minutes',
      { spec: { expirationSeconds: 599 } },
      '422 TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
    ],
    [
      'for more than a century',
      { spec: { expirationSeconds: 2 ** 32 + 1 } },
      '422 TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
    [
      'for another name',
      { metadata: { name: 'db' } },
      '422 TokenRequest.authentication.k8s.io "web" is invalid: metadata.name: Invalid value: "db": must match the service account name if specified',
    ],
    [
      'for another namespace',
      { metadata: { namespace: 'db' } },
      '422 TokenRequest.authentication.k8s.io "web" is invalid: metadata.namespace: Invalid value: "db": must match the service account namespace if specified',
    ],
    ['with a missing pod', bound({ kind: 'Pod', apiVersion: 'v1', name: 'x' }), '404 pods "x" not found'],
    ['with a missing node', bound({ kind: 'Node', apiVersion: 'v1', name: 'x' }), '404 nodes "x" not found'],
    [
      'with an unsupported kind',
      bound({ kind: 'Deployment', apiVersion: 'apps/v1', name: 'x' }),
      '400 cannot bind token to object of type apps/v1, Kind=Deployment',
    ],
    [
      'with a former pod of that name',
      bound({ kind: 'Pod', apiVersion: 'v1', name: 'web', uid: 'old' }),
      '409 Operation cannot be fulfilled on Pod "web": the UID in the bound object reference (old) does not match the UID in record. The object might have been deleted and then recreated',
    ],
  ])('a token request is refused %s', async (_, body, refusal) => {
    const { ask } = await withAccount();
    const { status, json } = await ask(body);
    expect(`${status} ${json.message}`).toBe(refusal);
  });

  test("a token request is refused for another account's pod, a missing account, and another verb", async () => {
    const { client } = await withAccount();
    const url = `${CORE}/serviceaccounts/default/token`;
    await client.post(`${CORE}/serviceaccounts`, { metadata: { name: 'default' } });
    const other = await client.post(url, bound({ kind: 'Pod', apiVersion: 'v1', name: 'web' }));
    expect(other.json.message).toBe('cannot bind token for serviceaccount "default" to pod running with different serviceaccount name.');
    expect((await client.post(`${CORE}/serviceaccounts/x/token`, {})).json.message).toBe('serviceaccounts "x" not found');
    expect((await client.get(url)).status).toBe(405);
  });
});
