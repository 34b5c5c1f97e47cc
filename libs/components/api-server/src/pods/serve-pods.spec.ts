import { type Bus, BusSession, type SessionPart } from '@klockwork/bus';
import { POD_API_ROUTES, type PodApiAnswer, type PodApiRequest } from '@klockwork/cluster-api';
import { settled } from '@klockwork/cluster-api/testing';
import { SeededRandom } from '@klockwork/kernel';
import { decodeAccountToken, encodeAccountToken, seededTokenSigner, type TokenSigner } from '@klockwork/resources';
import { beforeEach, expect, test } from 'vitest';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/index.ts';
import { accountUser } from '../tokens/account-of.ts';
import { podApiAnswers, servePods } from './serve-pods.ts';

const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';

let server: InMemoryApiServer;
let agent: Bus;
let sessions = 0;
let parts: SessionPart[];
let session: BusSession;
beforeEach(async () => {
  server = await inMemoryApiServer();
  const { network, subjects, clock, activity, http, registry, signer } = server;
  const accountOf = (token: string) => accountUser(token, { registry, signer, now: clock.now() })?.username;
  const bus = network.connect({ name: 'api-server-2', clock, activity });
  servePods({ bus, subjects, answers: podApiAnswers({ bus, subjects, clock, http, accountOf, rootCa: 'PEM' }) });
  agent = network.connect({ name: 'agent', clock, activity });
});

/** Sends a request of a pod through its node. */
async function ask(asked: Partial<PodApiRequest>): Promise<PodApiAnswer> {
  const { subjects, clock } = server;
  const id = `s${++sessions}`;
  parts = [];
  const [own, peer] = [subjects.session(id, 'client'), subjects.session(id, 'agent')];
  session = new BusSession({ bus: agent, clock, own, peer, object: '', onPart: (part) => parts.push(part), onEnd: () => {} });
  const request = { session: id, object: 'pods/default/web', method: 'GET', path: '/', query: '', headers: {}, body: '', ...asked };
  const waiting = agent.request(subjects.at(POD_API_ROUTES.http), request, { timeoutMs: 1_000, waits: 'lab' });
  await settled();
  return waiting;
}

/** Returns the header of an account, which is created at its first use. */
async function credentials(name: string, spec: object = {}): Promise<{ authorization: string }> {
  await server.client.post(ACCOUNTS, { metadata: { name } });
  const { json } = await server.client.post(`${ACCOUNTS}/${name}/token`, { spec });
  return { authorization: `Bearer ${json.status.token}` };
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, value = '') => JSON.stringify({ metadata: { name }, data: { value } });

test('a pod reads and writes as its service account', async () => {
  const headers = { ...(await credentials('cart')), 'content-type': 'application/json' };
  const made = await ask({ method: 'POST', path: CONFIG_MAPS, headers, body: configMap('a', 'gr\u00c3\u00bc\u00c3\u009f') });
  expect([made.status, made.headers['content-type']]).toEqual([201, 'application/json']);
  const { events } = await server.journal.read({ after: 0, limit: 1_000 });
  expect(events.at(-1)?.actor.user).toBe('system:serviceaccount:default:cart');
  const read = await ask({ path: `${CONFIG_MAPS}/a`, headers });
  expect(JSON.parse(read.body ?? '').data).toEqual({ value: 'gr\u00c3\u00bc\u00c3\u009f' });
});

test('a pod without a token is anonymous, and with an invalid one is refused', async () => {
  expect(JSON.parse((await ask({ path: CONFIG_MAPS })).body ?? '')).toMatchObject({
    code: 403,
    message:
      'configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "default"',
  });
  expect((await ask({ path: CONFIG_MAPS, headers: { authorization: 'Bearer x' } })).status).toBe(401);
  expect((await ask({ path: '/version' })).status).toBe(200);
});

/** Returns a token with the claims of an issued one, and another signature. */
function resigned({ authorization }: { authorization: string }, signer: TokenSigner): { authorization: string } {
  const claims = decodeAccountToken(authorization.replace('Bearer ', ''));
  return { authorization: `Bearer ${encodeAccountToken(claims as NonNullable<typeof claims>, signer)}` };
}

test.each<[string, () => Promise<{ authorization: string }>]>([
  ['of another lab', async () => resigned(await credentials('cart'), seededTokenSigner(new SeededRandom(99)))],
  ['without a signature', async () => resigned(await credentials('cart'), { ...server.signer, sign: () => '' })],
  ['for another audience', () => credentials('cart', { audiences: ['vault'] })],
  [
    'that expired',
    async () => {
      const given = await credentials('cart');
      server.clock.advanceTo(server.clock.now() + 3_661_000);
      return given;
    },
  ],
  [
    'of a deleted account',
    async () => {
      const given = await credentials('cart');
      await server.client.delete(`${ACCOUNTS}/cart`);
      return given;
    },
  ],
])('a pod with a token %s is unauthorized', async (_, given) => {
  const answer = await ask({ path: CONFIG_MAPS, headers: await given() });
  expect([answer.status, JSON.parse(answer.body ?? '').message]).toEqual([401, 'Unauthorized']);
});

test('a SelfSubjectReview of a pod returns the account and the id of its token', async () => {
  const headers = { ...(await credentials('cart')), 'content-type': 'application/json' };
  const { body = '' } = await ask({ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', headers, body: '{}' });
  expect(JSON.parse(body).status.userInfo).toEqual({
    username: 'system:serviceaccount:default:cart',
    uid: expect.any(String),
    groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=/)] },
  });
});

test('a long answer is sent in parts', async () => {
  const headers = { ...(await credentials('default')), 'content-type': 'application/json' };
  const value = 'x'.repeat(300_000);
  await ask({ method: 'POST', path: CONFIG_MAPS, headers, body: configMap('big', value) });
  const answer = await ask({ path: `${CONFIG_MAPS}/big`, headers });
  expect([answer.status, answer.body]).toEqual([200, undefined]);
  for (let at = 0; at < parts.length; at++) {
    session.taken(parts[at]?.bytes?.length ?? 0);
    await settled();
  }
  expect(parts.at(-1)?.bytes).toBeUndefined();
  expect(JSON.parse(parts.map(({ bytes = '' }) => bytes).join('')).data.value).toBe(value);
});

test('a watch continues until the pod ends', async () => {
  const headers = { ...(await credentials('default')), 'content-type': 'application/json' };
  const answer = await ask({ path: CONFIG_MAPS, query: 'watch=true', headers });
  expect([answer.status, answer.body, parts]).toEqual([200, undefined, []]);
  const told = parts;
  await server.client.post(CONFIG_MAPS, { metadata: { name: 'a' } });
  await settled();
  expect(JSON.parse(told.map(({ bytes = '' }) => bytes).join(''))).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
  session.close();
  await settled();
  await server.client.post(CONFIG_MAPS, { metadata: { name: 'b' } });
  await settled();
  expect(told).toHaveLength(1);
});
