import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from '@klockwork/api-server';
import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { type Client, type ClientRequest, closeServers, listeningServer, PROTOCOLS, whole } from '@klockwork/http-server/testing';
import { CountingActivity, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { seededTokenSigner } from '@klockwork/resources';
import { ThreadedEventStore } from '@klockwork/sqlite-event-store';
import { afterEach, expect, test } from 'vitest';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const LOG = '/klockwork/v1/log';
const REMEDY = '"npx klockwork verify" shows what can be saved, and "npx klockwork repair" goes on from there';
const [, connect] = PROTOCOLS[0] as (typeof PROTOCOLS)[number];

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An api-server over a log file, and a client of its port. */
interface ApiServer {
  ask(method: string, path: string, object?: object): Promise<{ status: number; text: string }>;
  stop(): Promise<void>;
}

async function serve(path: string): Promise<ApiServer> {
  const store = await ThreadedEventStore.open({ path });
  const clock = new ManualClock(Date.parse('2026-01-01T12:00:00Z'));
  const [random, activity, subjects] = [new SeededRandom(1), new CountingActivity(setImmediate), subjectsOf('test')];
  const bus = new MemoryBusNetwork({ clock, random }).connect({ name: 'api-server', clock, activity });
  const server = await startApiServer({
    store,
    bus,
    subjects,
    clock,
    activity,
    random,
    logger: silentLogger,
    images: [],
    signer: seededTokenSigner(random),
  });
  const { address } = await listeningServer({ api: server.http });
  const client = connect(address);
  return {
    ask: async (method, url, object) => {
      const { status, body } = await whole(client.ask(asked(method, url, object)));
      return { status, text: String(body) };
    },
    stop: () =>
      stopped(client, async () => {
        await server.stop();
        await store.close();
      }),
  };
}

async function stopped(client: Client, stop: () => Promise<void>): Promise<void> {
  client.close();
  await closeServers();
  await stop();
}

function asked(method: string, path: string, object?: object): ClientRequest {
  return { method, path, ...(object !== undefined && { body: JSON.stringify(object), headers: { 'content-type': 'application/json' } }) };
}

function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-damaged-log-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  return join(folder, 'events.db');
}

/** Large enough for pages of its own. The text lies at the end: a row begins in a page that later rows share and change. */
function configMap(name: string, text: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: text.padStart(20_000, '.') } };
}

/** Changes one bit of a text in place: the log's thread may read the file meanwhile, and must not find it short. */
function flipBit(path: string, text: string): void {
  const bytes = readFileSync(path);
  const at = bytes.indexOf(text);
  expect([at > 0, bytes.indexOf(text, at + 1)]).toEqual([true, -1]);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.of((bytes[at] as number) ^ 1), 0, 1, at);
  closeSync(file);
}

/** Writes two versions of an object, and starts again: the log's memory then begins after both. Returns their revisions. */
async function writtenBefore(path: string): Promise<[number, number]> {
  const { ask, stop } = await serve(path);
  const created = await ask('POST', CONFIG_MAPS, configMap('web', 'first version'));
  expect(created.status).toBe(201);
  const updated = await ask('PUT', `${CONFIG_MAPS}/web`, configMap('web', 'second version'));
  expect(updated.status).toBe(200);
  await stop();
  // The api-server writes, too: its events may lie between both.
  return [revisionOf(created.text), revisionOf(updated.text)];
}

const revisionOf = (object: string) => Number(JSON.parse(object).metadata.resourceVersion);

test('a running lab answers a Status 500 for damaged events, and serves all sound ones', async () => {
  const path = freshPath();
  const [revision, second] = await writtenBefore(path);
  const { ask, stop } = await serve(path);
  cleanups.push(stop);
  flipBit(path, 'first version');

  const message = `the event log ${path} is damaged at revision ${revision}: the event does not match its checksum; ${REMEDY}`;
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 };
  const log = await ask('GET', `${LOG}?revision=${revision}`);
  expect([log.status, JSON.parse(log.text)]).toEqual([500, status]);
  const watch = await ask('GET', `${CONFIG_MAPS}?watch=true&resourceVersion=${revision - 1}`);
  expect([watch.status, JSON.parse(watch.text)]).toEqual([200, { type: 'ERROR', object: status }]);
  expect((await ask('GET', '/klockwork/v1/verify')).text).toContain(`is damaged at revision ${revision}`);

  const list = await ask('GET', CONFIG_MAPS);
  expect([list.status, list.text.includes('second version')]).toEqual([200, true]);
  expect((await ask('GET', `${LOG}?revision=${second}`)).text).toContain('second version');
  const written = await ask('PUT', `${CONFIG_MAPS}/web`, configMap('web', 'third version'));
  expect(written.status).toBe(200);
  expect((await ask('GET', `${LOG}?revision=${revisionOf(written.text)}`)).text).toContain('third version');
});
