import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

const GONE = '/api/v1/namespaces/gone';
const ON_ONE_LINE =
  '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"namespaces \\"gone\\" not found","reason":"NotFound",' +
  '"details":{"name":"gone","kind":"namespaces"},"code":404}\n';
const INDENTED = `{
  "kind": "Status",
  "apiVersion": "v1",
  "metadata": {},
  "status": "Failure",
  "message": "namespaces \\"gone\\" not found",
  "reason": "NotFound",
  "details": {
    "name": "gone",
    "kind": "namespaces"
  },
  "code": 404
}`;

test.each([
  ['kubectl/v1.35.0', '', ON_ONE_LINE],
  ['kubectl/v1.35.0', '?pretty=true', INDENTED],
  ['kubectl/v1.35.0', '?pretty=yes', ON_ONE_LINE],
  ['curl/8.5.0', '', INDENTED],
  ['curl/8.5.0', '?pretty=false', ON_ONE_LINE],
  ['curl/8.5.0', '?pretty=', INDENTED],
  ['Mozilla/5.0 (X11)', '', INDENTED],
  ['Wget/1.21', '', INDENTED],
  ['libcurl', '', ON_ONE_LINE],
])('client %s receives the format for an object%s', async (userAgent, query, text) => {
  const { client } = await inMemoryApiServer();
  expect((await client.get(`${GONE}${query}`, { headers: { 'user-agent': userAgent } })).text).toBe(text);
});

test('documents addressed by hash are equal for all clients', async () => {
  const { client } = await inMemoryApiServer();
  const headers = { 'user-agent': 'curl/8.5.0' };
  for (const path of ['/openapi/v3', '/version']) expect((await client.get(path, { headers })).text).toBe((await client.get(path)).text);
});

test('an unauthenticated request of the root gets a formatted refusal', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.get('/', { headers: { 'user-agent': 'curl/8.5.0' }, user: null })).text).toBe(`{
  "kind": "Status",
  "apiVersion": "v1",
  "metadata": {},
  "status": "Failure",
  "message": "forbidden: User \\"system:anonymous\\" cannot get path \\"/\\"",
  "reason": "Forbidden",
  "details": {},
  "code": 403
}`);
});
