import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

async function told(url: string) {
  const { client } = await inMemoryApiServer();
  const { status, text } = await client.get(url);
  return [status, text];
}

test('the root is an index of paths', async () => {
  const [status, text] = await told('/');
  const { paths } = JSON.parse(text as string) as { paths: string[] };
  expect([status, String(text).startsWith('{\n  "paths": [\n    "/.well-known/openid-configuration",\n    "/api",\n')]).toEqual([
    200,
    true,
  ]);
  expect(paths).toEqual(expect.arrayContaining(['/apis/apps', '/apis/apps/v1', '/healthz', '/livez/ping', '/openapi/v3', '/version']));
  expect([...paths].sort()).toEqual(paths);
});

test.each([
  ['/livez', 'ok'],
  ['/livez/ping', 'ok'],
  ['/readyz/etcd', 'ok'],
  ['/livez?verbose', '[+]ping ok\n[+]etcd ok\nlivez check passed\n'],
  ['/readyz?verbose&exclude=ping', '[+]ping excluded: ok\n[+]etcd ok\nreadyz check passed\n'],
  [
    '/healthz?verbose=1&exclude=b&exclude=a',
    '[+]ping ok\n[+]etcd ok\nwarn: some health checks cannot be excluded: no matches for "a","b"\nhealthz check passed\n',
  ],
])('%s', async (url, text) => {
  expect(await told(url)).toEqual([200, text]);
});

const NOT_FOUND = 'the server could not find the requested resource';

test.each(['/api/v2', '/api/v2/pods', '/api/v1/foo', '/apis/apps/v2', '/apis/apps/v2/deployments', '/apis/apps/v1/foo', '/version/foo'])(
  'an unknown subresource is refused with a Status: %s',
  async (url) => {
    const { client } = await inMemoryApiServer();
    const { status, json } = await client.get(url);
    expect([status, json.kind, json.reason, json.message]).toEqual([404, 'Status', 'NotFound', NOT_FOUND]);
  },
);

test.each([
  ['GET', '/foo'],
  ['POST', '/foo'],
  ['GET', '/apis/foo'],
  ['GET', '/apis/foo/v1'],
  ['GET', '/apis/foo/v1/bars'],
  ['GET', '/apis//v1/pods'],
])('elsewhere, %s %s finds no page', async (method, url) => {
  const { client } = await inMemoryApiServer();
  expect(await client.send(method, url, {})).toMatchObject({ status: 404, text: '404 page not found\n' });
});

test.each(['/version', '/api', '/apis/apps', '/openapi/v3'])('%s can only be read', async (url) => {
  const { client } = await inMemoryApiServer();
  expect((await client.send('POST', url, {})).json).toMatchObject({ code: 405, reason: 'MethodNotAllowed' });
});

const MAP = '/api/v1/watch/namespaces/default/configmaps/a';

test.each([
  [`${MAP}?fieldSelector=metadata.name%3Db`, 400, "fieldSelector metadata.name doesn't match requested name"],
  [`${MAP}?fieldSelector=metadata.namespace%3Ddefault`, 400, "fieldSelector metadata.name doesn't match requested name"],
  ['/api/v1/watch/configmaps/a', 404, 'the server could not find the requested resource'],
])('a watch of one object at %s is refused', async (url, status, message) => {
  const { client } = await inMemoryApiServer();
  const refused = await client.get(url);
  expect([refused.status, refused.json.message]).toEqual([status, message]);
});

test('a watch of one object may select its name explicitly', async () => {
  const { client } = await inMemoryApiServer();
  await client.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
  const stream = await client.open(`${MAP}?fieldSelector=metadata.name%3Da`);
  expect(stream.text).toContain('"type":"ADDED"');
});
