import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const REVIEWS = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

async function whoAmI(headers: Readonly<Record<string, string>>) {
  const { client } = await inMemoryApiServer();
  const { status, json, text } = await client.post(REVIEWS, {}, { headers });
  return status === 201 ? json.status.userInfo : `${status} ${json?.message ?? text}`;
}

test.each<[string, Record<string, string>, object]>([
  ['a user', { 'impersonate-user': 'jane' }, { username: 'jane', groups: ['system:authenticated'] }],
  [
    'a user of groups',
    { 'impersonate-user': 'jane', 'impersonate-group': 'devs, admins' },
    { username: 'jane', groups: ['devs', 'admins', 'system:authenticated'] },
  ],
  [
    'a service account',
    { 'impersonate-user': 'system:serviceaccount:shop:web' },
    {
      username: 'system:serviceaccount:shop:web',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    },
  ],
  [
    'a user with uid and extra',
    { 'impersonate-user': 'jane', 'impersonate-uid': '7', 'impersonate-extra-acme.com%2fproject': 'blue' },
    { username: 'jane', uid: '7', groups: ['system:authenticated'], extra: { 'acme.com/project': ['blue'] } },
  ],
])('a client acts as %s', async (_, headers, user) => {
  expect(await whoAmI(headers)).toEqual(user);
});

test('an impersonation of the anonymous user is refused as anonymous', async () => {
  expect(await whoAmI({ 'impersonate-user': 'system:anonymous' })).toBe(
    '403 selfsubjectreviews.authentication.k8s.io is forbidden: User "system:anonymous" cannot create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope',
  );
});

test.each(['impersonate-user', 'impersonate-uid'])('an empty %s counts as absent', async (name) => {
  expect(await whoAmI({ [name]: '' })).toEqual(await whoAmI({}));
});

test('a group without a user is an error', async () => {
  const { client } = await inMemoryApiServer();
  const { status, text } = await client.post(REVIEWS, {}, { headers: { 'impersonate-group': 'devs' } });
  expect([status, text]).toEqual([
    500,
    `Internal Server Error: "${REVIEWS}": requested [{Group  devs    }] without impersonating a user\n`,
  ]);
});

test('a write of an impersonated user is its own', async () => {
  const { client, journal } = await inMemoryApiServer();
  const actors: string[] = [];
  journal.onCommitted(({ event }) => void actors.push(event.actor.user));
  await client.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } }, { headers: { 'impersonate-user': 'jane' } });
  expect(actors).toEqual(['jane']);
});
