import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { ApiAnswer, ApiRequest, ApiStream, ByteSink } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { CountingActivity } from '@klockwork/kernel';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { ForeignWatches } from './foreign-watches.ts';
import { bridgeHttp } from './http-bridge.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** More than goes uncompressed. */
const LARGE = 'x'.repeat(128 * 1_024 + 1);

/** A server whose API tells what it was asked, and how many holds there were meanwhile. A GET of /watch is a watch. */
function server(settleMs = 0) {
  const activity = new CountingActivity(setImmediate);
  const asked: Pick<ApiRequest, 'method' | 'path' | 'query' | 'text' | 'user'>[] = [];
  const holds: number[] = [];
  const sinks: ByteSink[] = [];
  const fastify = Fastify({ forceCloseConnections: true });
  open.push(fastify);
  const handle = async ({ method, path, query, text, user }: ApiRequest): Promise<ApiAnswer | ApiStream> => {
    asked.push({ method, path, query, text, user });
    holds.push(activity.state().holds);
    if (path === '/watch') return { status: 200, headers: {}, watch: true, start: (sink: ByteSink) => void sinks.push(sink) };
    const body = path === '/large' ? LARGE : 'done';
    return { status: 200, headers: { 'content-type': 'text/plain' }, body };
  };
  const foreign = new ForeignWatches({ activity, host: nodeTimer, settleMs });
  bridgeHttp(fastify, { api: { handle }, authenticate: () => 'someone', activity, foreign });
  return { fastify, activity, asked, holds, sinks };
}

it('a request is handed on as it came, and the answer given as it is', async () => {
  const { fastify, asked } = server();
  const response = await fastify.inject({
    method: 'PUT',
    url: '/api/v1/x%2Fy?dryRun=All&x',
    payload: 'ü',
    headers: { 'content-type': 'a/b' },
  });
  expect([response.statusCode, response.headers['content-type'], response.body]).toEqual([200, 'text/plain', 'done']);
  expect(asked).toEqual([{ method: 'PUT', path: '/api/v1/x%2Fy', query: 'dryRun=All&x', text: 'ü', user: 'someone' }]);
});

it.each([
  ['a large answer', '/large', 'deflate, gzip', 'gzip'],
  ['a large answer to one who takes it in no other form', '/large', undefined, undefined],
  ['a large answer to one who weighs', '/large', 'gzip;q=0.5', undefined],
  ['a small answer', '/', 'gzip', undefined],
])('%s %s to who accepts %j is encoded as %j', async (_what, url, accepted, encoded) => {
  const { fastify } = server();
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const response = await fastify.inject({ method: 'GET', url, headers });
  expect(response.headers['content-encoding']).toBe(encoded);
  const text = encoded === undefined ? response.body : gunzipSync(response.rawPayload).toString();
  expect(text).toBe(url === '/large' ? LARGE : 'done');
  expect(response.headers['content-length']).toBe(String(response.rawPayload.byteLength));
});

it('the time of the lab waits for a write until it is answered, and never for a read', async () => {
  const { fastify, activity, holds } = server();
  await fastify.inject({ method: 'POST', url: '/' });
  await fastify.inject({ method: 'GET', url: '/' });
  expect(holds).toEqual([1, 0]);
  expect(activity.state().idle).toBe(true);
});

it('a write waits while the gate is closed', async () => {
  const { fastify, activity, asked } = server();
  activity.gate(false);
  const response = fastify.inject({ method: 'DELETE', url: '/' });
  await new Promise(setImmediate);
  expect(asked).toEqual([]);
  activity.gate(true);
  expect((await response).statusCode).toBe(200);
});

/** A connection on which requests are written by hand. */
async function connection(fastify: FastifyInstance): Promise<Socket> {
  if (fastify.server.listening === false) await fastify.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

const requestText = (method: string, path: string, userAgent: string) =>
  `${method} ${path} HTTP/1.1\r\nhost: lab\r\nuser-agent: ${userAgent}\r\n\r\n`;

/** Resolves when `seen` gives something, looking again in every turn of the event loop. */
async function until<T>(seen: () => T | undefined): Promise<T> {
  for (let found = seen(); ; found = seen()) {
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
}

it('a read is answered while the gate is closed', async () => {
  const { fastify, activity } = server();
  activity.gate(false);
  expect((await fastify.inject({ method: 'GET', url: '/' })).statusCode).toBe(200);
});

it('nothing is done for a client that went while it waited at the gate, and nothing is left of it', async () => {
  const { fastify, activity, asked } = server();
  activity.gate(false);
  let waiting = 0;
  const admit = activity.admit.bind(activity);
  activity.admit = (reason, stop) => {
    waiting += 1;
    return admit(reason, stop).finally(() => {
      waiting -= 1;
    });
  };
  const client = await connection(fastify);
  client.write(requestText('DELETE', '/', 'curl'));
  await until(() => waiting === 1 || undefined);
  client.destroy();
  await until(() => waiting === 0 || undefined);
  activity.gate(true);
  expect((await fastify.inject({ method: 'DELETE', url: '/next' })).statusCode).toBe(200);
  expect([asked.map(({ path }) => path), activity.state().holds]).toEqual([['/next'], 0]);
});

it.each([
  ['a foreign controller', 'controller/v1', [], 1],
  ['kubectl', 'kubectl/v1.35.2', [], 0],
  ['kubectl that has written', 'kubectl/v1.35.2', ['POST'], 1],
])('time waits after an event sent to %s: %j', async (_who, userAgent, before, holds) => {
  const { fastify, activity, sinks } = server(30);
  const client = await connection(fastify);
  for (const method of before) {
    client.write(requestText(method, '/', userAgent));
    await once(client, 'data');
  }
  client.write(requestText('GET', '/watch', userAgent));
  const sink = await until(() => sinks[0]);
  expect(activity.state().holds).toBe(0);
  sink.write('event');
  expect(activity.state().holds).toBe(holds);
  const settled = new Promise<void>((resolve) => activity.onIdle(resolve));
  if (holds > 0) await settled;
  expect(activity.state().holds).toBe(0);
  client.destroy();
});

it('the reaction that time waits for does not wait for the gate, which may be closed by a question that came too early', async () => {
  const { fastify, activity, sinks } = server(60_000);
  const client = await connection(fastify);
  client.write(requestText('GET', '/watch', 'controller/v1'));
  const sink = await until(() => sinks[0]);
  sink.write('event');
  activity.gate(false);
  expect((await fastify.inject({ method: 'POST', url: '/' })).statusCode).toBe(200);
  client.destroy();
});
