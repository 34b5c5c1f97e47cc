import { once } from 'node:events';
import { type ClientHttp2Session, connect, type Settings } from 'node:http2';
import { afterEach, expect, it } from 'vitest';
import { type Address, until } from './testing/clients.ts';
import { acknowledgement, frame, frameConnection, getting, headerFrames, plainHeader } from './testing/frames.ts';
import { closeServers, listeningServer } from './testing/listening-server.ts';

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

/** The status of an answer to GET, or what was said instead. */
function statusOf(session: ClientHttp2Session, headers: Record<string, string | string[]> = {}): Promise<unknown> {
  const stream = session.request({ ':path': '/', ...headers });
  stream.resume();
  return new Promise((resolve) => {
    stream.once('response', (head) => resolve(head[':status']));
    stream.once('error', (error) => resolve(error.message));
  });
}

/** Of a server that waits for nobody who asks nothing. */
const PATIENCE = { headersMs: 60_000, requestMs: 60_000, idleMs: 400, lookMs: 1_000 };

it('a client is told how much it may send', async () => {
  const { address } = await listeningServer();
  const { remoteSettings } = await sessionOf(address);
  const expected: Settings = {
    ...{ maxConcurrentStreams: 100, maxHeaderListSize: 1 << 20 },
    ...{ initialWindowSize: 64 * 1_024, maxFrameSize: 256 * 1_024 },
  };
  expect(remoteSettings).toMatchObject(expected);
});

it('of 101 requests at a time of a client that cannot know better one is refused unseen, and the others go on', async () => {
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

it('thousands of headers are taken', async () => {
  const { address, asked } = await listeningServer();
  const session = await sessionOf(address);
  const headers = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, '1']));
  expect(await statusOf(session, headers)).toBe(200);
  expect(asked[0]?.headers['x-4999']).toBe('1');
});

it('headers of up to 1 MiB are taken, of more refused, and the connection goes on', async () => {
  const { address, asked } = await listeningServer();
  const { socket, frames } = await frameConnection(address);
  socket.write(acknowledgement());
  // With what RFC 9113 adds for each.
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

it.each([
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

it('a connection without requests is closed in time, and one with a watch stays until that ends', async () => {
  const { address, sinks } = await listeningServer({ patience: PATIENCE });
  const watching = await sessionOf(address);
  watching.request({ ':path': '/watch' }).resume();
  await until(() => sinks.length === 1);
  const idle = await frameConnection(address);
  const said = await until(() => idle.frames.find(({ type }) => type === 'GOAWAY'));
  expect(said.payload.readUInt32BE(4)).toBe(0);
  // The older of the two has been silent for longer: a farewell to it would come before this answer.
  await new Promise((resolve) => watching.ping(resolve));
  expect(watching.closed).toBe(false);
  const closed = once(watching, 'close');
  sinks[0]?.end();
  await closed;
});

it('a server that ends says so, and which requests it has seen', async () => {
  const { address, close, sinks } = await listeningServer();
  const { socket, frames } = await frameConnection(address);
  for (const id of [1, 3]) socket.write(headerFrames(id, getting('/watch')));
  await until(() => sinks.length === 2);
  await Promise.all([close(), once(socket, 'close')]);
  const said = frames.find(({ type }) => type === 'GOAWAY');
  expect([said?.payload.readUInt32BE(0), said?.payload.readUInt32BE(4)]).toEqual([3, 0]);
});
