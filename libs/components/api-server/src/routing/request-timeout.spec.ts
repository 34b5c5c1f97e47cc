import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

test.each([
  ['30', 'time: missing unit in duration "30"'],
  ['soon', 'time: invalid duration "soon"'],
  ['5d', 'time: unknown unit "d" in duration "5d"'],
])('a request with timeout %s is refused, regardless of its path', async (timeout, problem) => {
  const { client } = await inMemoryApiServer();
  const query = `?timeout=${timeout}`;
  const answers = [client.get(`/version${query}`), client.get(MAPS + query), client.post(MAPS + query, { metadata: { name: 'a' } })];
  for (const { status, json } of await Promise.all(answers))
    expect([status, json.message]).toEqual([400, `invalid timeout specified in the request URL - ${problem}`]);
  expect((await client.get(`${MAPS}/a`)).status).toBe(404);
});

test.each(['timeout=32s', 'timeout=1h30m', 'timeout=0', 'timeout=', 'timeoutSeconds=30'])('a list with %s is answered', async (query) => {
  const { client } = await inMemoryApiServer();
  expect((await client.get(`${MAPS}?${query}`)).status).toBe(200);
});

test("a watch's timeout is not validated", async () => {
  const { client } = await inMemoryApiServer();
  const watch = await client.open(`${MAPS}?watch=true&timeout=30`);
  expect(watch.ended).toBe(false);
});
