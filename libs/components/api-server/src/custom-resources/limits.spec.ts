import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import { CRON_TABS, cronTab, DEFINITIONS, definition, establish, version } from './testing/definitions.ts';

/** Returns a definition with so many bytes of descriptions. */
function largeDefinition(bytes: number) {
  const fields = 100;
  const description = 'd'.repeat(bytes / fields);
  const properties = Object.fromEntries(Array.from({ length: fields }, (_, index) => [`field${index}`, { type: 'string', description }]));
  return definition({ versions: [version('v1', { schema: { openAPIV3Schema: { type: 'object', properties } } })] });
}

test('a definition near the limit of the log is served and published', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server, largeDefinition(1_400_000));
  expect((await client.post(CRON_TABS, cronTab('mine', { field0: 'a' }))).status).toBe(201);
  const document = await client.get('/openapi/v3/apis/stable.example.com/v1');
  expect([document.status, document.text.length > 1_400_000]).toEqual([200, true]);
});

test('a definition above the limit of the log is refused', async () => {
  const { client } = await inMemoryApiServer();
  const { status, json } = await client.post(DEFINITIONS, largeDefinition(1_600_000));
  expect([status, json.message]).toEqual([500, 'etcdserver: request is too large']);
  expect((await client.get(DEFINITIONS)).json.items).toEqual([]);
});
