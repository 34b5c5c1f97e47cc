import { once } from 'node:events';
import { type ClientHttp2Session, connect, type Settings } from 'node:http2';
import { afterEach, expect, test } from 'vitest';
import { type Address, until } from '../testing/clients.ts';
import { acknowledgement, frame, frameConnection, getting, headerFrames, plainHeader } from '../testing/frames.ts';
import { closeServers, listeningServer } from '../testing/listening-server.ts';

const sessions: ClientHttp2Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await closeServers();
});

async function sessionOf({ port, ca }: Address): Promise<ClientHttp2Session> {
  const session = connect(`https://127.0.0.1:${port}`, { ca, maxSendHeaderBlockLength: 1 << 22 });
  sessions.push(session);
  await once(session, 'remoteSettings');
  return session;
}

/** Resolves with the status of an answer to GET, or with an error message. */
function statusOf(session: ClientHttp2Session, headers: Record<string, string | string[]> = {}): Promise<unknown> {
  const stream = session.request({ ':path': '/', ...headers });
  stream.resume();
  return new Promise((resolve) => {
    stream.once('response', (head) => resolve(head[':status']));
    stream.once('error', (error) => resolve(error.message));
  });
}

/** Short limit for idle connections. */
const TIMEOUTS = { headersMs: 60_000, requestMs: 60_000, idleMs: 400, checkMs: 1_000 };

test('an HTTP/2 client receives the limits as settings', async () => {
  const { address } = await listeningServer();
  const { remoteSettings } = await sessionOf(address);
  const expected: Settings = {
    ...{ maxConcurrentStreams: 100, maxHeaderListSize: 1 << 20 },
    ...{ initialWindowSize: 64 * 1_024, maxFrameSize: 256 * 1_024 },
  };
  expect(remoteSettings).toMatchObject(expected);
});

test('a client without settings sends 101 concurrent requests: the server refuses one unprocessed and answers the others', async () => {
  const { address, asked, sinks } = await listeningServer();
  const { socket, frames } = await frameConnection(address);
  for (let id = 1; id <= 201; id += 2) socket.write(headerFrames(id, getting('/watch')));
  const refused = await until(() => frames.find(({ type }) => type === 'RST_STREAM'));
  expect([refused.stream, refused.payload.readUInt32BE()]).toEqual([201, 7]);
  await until(() => sinks.length === 100);
  sinks[99]?.write('event');
  await until(() => frames.find(({ type, stream }) => type === 'DATA' && stream === 199));
  expect(asked).toHaveLength(100);
  socket.destroy();
});

test('a request with thousands of headers is accepted', async () => {
  const { address, asked } = await listeningServer();
  const session = await sessionOf(address);
  const headers = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, '1']));
  expect(await statusOf(session, headers)).toBe(200);
  expect(asked[0]?.headers['x-4999']).toBe('1');
});

test('headers above 1 MiB end their request, not the connection', async () => {
  const { address, asked } = await listeningServer();
  const { socket, frames } = await frameConnection(address);
  socket.write(acknowledgement());
  // RFC 9113 counts 32 additional bytes per header.
  const header = plainHeader('x', 'a'.repeat(126));
  const headers = (count: number) => Buffer.concat([getting('/'), ...Array.from({ length: count }, () => header)]);
  const fitting = Math.floor((1 << 20) / (1 + 126 + 32)) - 2;
  for (const [id, count] of [
    [1, fitting],
    [3, fitting + 3],
    [5, 0],
  ] as const)
    socket.write(headerFrames(id, headers(count)));
  const refused = await until(() => frames.find(({ type }) => type === 'RST_STREAM'));
  expect([refused.stream, refused.payload.readUInt32BE()]).toEqual([3, 11]);
  await until(() => asked.length === 2);
  expect(asked.map(({ headers: { x } }) => x?.length)).toEqual([fitting * 128 - 2, undefined]);
  socket.destroy();
});

const hurry = (id: number) => Buffer.concat([headerFrames(id, getting('/')), frame('RST_STREAM', 0, id, Buffer.of(0, 0, 0, 8))]);
const dribble = (id: number) => (id === 1 ? frame('HEADERS', 0, 1, getting('/')) : frame('CONTINUATION', 0, 1, plainHeader('a', 'b')));

test.each([
  ['requests that are given up at once', hurry],
  ['pieces of headers', dribble],
])('a flood of %s ends its connection, and no other', async (_what, drops) => {
  const { address } = await listeningServer();
  const other = await sessionOf(address);
  const { socket } = await frameConnection(address);
  for (let id = 1; socket.writable && id < 10_000; id += 2) {
    socket.write(drops(id));
    if (id % 100 === 1) await new Promise(setImmediate);
  }
  expect(socket.writable).toBe(false);
  expect(await statusOf(other)).toBe(200);
});

test('an idle connection closes after the limit; a watch prevents this until its end', async () => {
  const { address, sinks } = await listeningServer({ timeouts: TIMEOUTS });
  const watching = await sessionOf(address);
  watching.request({ ':path': '/watch' }).resume();
  await until(() => sinks.length === 1);
  const idle = await frameConnection(address);
  const said = await until(() => idle.frames.find(({ type }) => type === 'GOAWAY'));
  expect(said.payload.readUInt32BE(4)).toBe(0);
  // The older connection has been idle for longer: its GOAWAY would precede this answer.
  await new Promise((resolve) => watching.ping(resolve));
  expect(watching.closed).toBe(false);
  const closed = once(watching, 'close');
  sinks[0]?.end();
  await closed;
});

test('a stopping server sends GOAWAY with the last processed request', async () => {
  const { address, close, sinks } = await listeningServer();
  const { socket, frames } = await frameConnection(address);
  for (const id of [1, 3]) socket.write(headerFrames(id, getting('/watch')));
  await until(() => sinks.length === 2);
  await Promise.all([close(), once(socket, 'close')]);
  const said = frames.find(({ type }) => type === 'GOAWAY');
  expect([said?.payload.readUInt32BE(0), said?.payload.readUInt32BE(4)]).toEqual([3, 0]);
});
