import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

/** Returns a lab with ConfigMaps of three moments, and an open replay from the first to the deletion of the first. */
async function labWithReplay() {
  const server = await inMemoryApiServer();
  const { client, clock, journal } = server;
  await client.post(MAPS, map('a'));
  const [from, begin] = [journal.state.revision, clock.now()];
  for (const name of ['b', 'c']) {
    clock.advanceTo(clock.now() + 600_000);
    await client.post(MAPS, map(name));
  }
  await client.delete(`${MAPS}/a`);
  const session = await client.open(`/replay/film?from=${from}`);
  const names = async () =>
    (await client.get(`/replay/film${MAPS}`)).json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  const step = async (to: number | null) => (await client.put('/replay/film', { to })).json;
  return { ...server, from, begin, session, names, step };
}

test('watches of a replay get each event at its step, and the present stays as it is', async () => {
  const { client, from, begin, session, names, step } = await labWithReplay();
  expect(session.text).toBe(`{"revision":${from},"at":${begin}}\n`);
  expect(await names()).toEqual(['a']);
  const watch = await client.open(`/replay/film${MAPS}?watch=true&resourceVersion=${from}`);
  expect(session.text).toContain('{"watched":true}\n');
  expect(await step(begin + 600_000)).toEqual({ revision: from + 1, at: begin + 600_000, next: begin + 1_200_000 });
  expect(await names()).toEqual(['a', 'b']);
  expect(await step(null)).toEqual({ revision: from + 3, at: begin + 1_200_000, next: null });
  expect(await names()).toEqual(['b', 'c']);
  expect(watch.lines.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual(['ADDED b', 'ADDED c', 'DELETED a']);
  expect((await client.get(MAPS)).json.items).toHaveLength(2);
});

test('the end of a replay ends its watches, and later requests are not found', async () => {
  const { client, from, session } = await labWithReplay();
  const watch = await client.open(`/replay/film${MAPS}?watch=true&resourceVersion=${from}`);
  await client.delete('/replay/film');
  expect([session.ended, watch.ended]).toEqual([true, true]);
  expect((await client.get(`/replay/film${MAPS}`)).json).toMatchObject({ code: 404, message: 'no replay "film" is open: it has ended' });
});

test('writes to a replay are refused with one sentence', async () => {
  const { client, from } = await labWithReplay();
  const { json } = await client.post(`/replay/film${MAPS}`, map('d'));
  const message = `this is the past (revision ${from}, 2026-01-01T12:00:00.000Z), which is only read: use the context of the present to write or connect`;
  expect(json).toMatchObject({ code: 405, reason: 'MethodNotAllowed', message });
});

test.each([
  ['/replay/other?from=0', 'from must be a revision: the log begins at revision 1'],
  ['/replay/other?from=2&to=9999', 'to must be a revision: the log ends at revision'],
  ['/replay/other?from=3&to=2', 'revision 3 is later than revision 2: name the earlier moment first'],
  ['/replay/film?from=2', 'a replay "film" is open: choose another name'],
  ['/replay/Film?from=2', 'the name of a client is a DNS label, not "Film"'],
])('%s is a bad request', async (path, message) => {
  const { client } = await labWithReplay();
  expect((await client.get(path)).json).toMatchObject({ code: 400, message: expect.stringContaining(message) });
});
