import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

const PROTOBUF = { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' };

test.each([
  ['/openapi/v2', {}],
  ['/openapi/v2', PROTOBUF],
  ['/openapi/v3/apis/apps/v1', {}],
])('%s with %j is not sent again to a client with the same tag', async (url, headers: Record<string, string>) => {
  const { client } = await inMemoryApiServer();
  const first = await client.get(url, { headers });
  const known = { ...headers, 'if-none-match': first.headers.etag as string };
  const again = await client.get(url, { headers: known });
  expect([first.status, first.text === '', again.status, again.text]).toEqual([200, false, 304, '']);
  expect(again.headers).toMatchObject({ etag: first.headers.etag, vary: 'Accept', 'content-type': first.headers['content-type'] });
});

test('both forms of OpenAPI v2 have their own tags', async () => {
  const { client } = await inMemoryApiServer();
  const [json, protobuf] = [await client.get('/openapi/v2'), await client.get('/openapi/v2', { headers: PROTOBUF })];
  expect(json.headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(protobuf.headers.etag).toBe(json.headers.etag?.replace(/"$/, '-protobuf"'));
});
