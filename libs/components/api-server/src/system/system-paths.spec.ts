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
  expect([status, String(text).startsWith('{\n  "paths": [\n    "/api",\n    "/api/v1",\n    "/apis",\n')]).toEqual([200, true]);
  expect(paths).toEqual(expect.arrayContaining(['/apis/apps', '/apis/apps/v1', '/healthz', '/livez/ping', '/openapi/v3', '/version']));
  expect([...paths].sort()).toEqual(paths);
});

test.each([
  ['/livez', 'ok'],
  ['/livez/ping', 'ok'],
  ['/livez?verbose', '[+]ping ok\n[+]event-log ok\nlivez check passed\n'],
  ['/readyz?verbose&exclude=ping', '[+]ping excluded: ok\n[+]event-log ok\nreadyz check passed\n'],
  [
    '/healthz?verbose=1&exclude=b&exclude=a',
    '[+]ping ok\n[+]event-log ok\nwarn: some health checks cannot be excluded: no matches for "a","b"\nhealthz check passed\n',
  ],
])('%s', async (url, text) => {
  expect(await told(url)).toEqual([200, text]);
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

test('a watch of one object may ask for its name once more', async () => {
  const { client } = await inMemoryApiServer();
  await client.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
  const stream = await client.open(`${MAP}?fieldSelector=metadata.name%3Da`);
  expect(stream.text).toContain('"type":"ADDED"');
});
