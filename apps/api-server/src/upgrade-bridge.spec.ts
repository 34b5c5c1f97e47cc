import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { ApiAnswer, ApiRequest, ApiUpgrade, MessageSocket, StreamsUpgrade } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { CountingActivity, silentLogger } from '@klockwork/kernel';
import { SpdyConnection } from '@klockwork/spdy';
import { afterEach, expect, it } from 'vitest';
import { ApiPort } from './api-port.ts';
import { ForeignWatches } from './foreign-watches.ts';
import { nodeDeflate } from './spdy/node-deflate.ts';

const open: ApiPort[] = [];
afterEach(async () => {
  for (const port of open.splice(0)) await port.close();
});

/** On each stream says what it hears, and ends when the client does. */
const echo: StreamsUpgrade['start'] = (connect) =>
  void connect((stream) => ({ data: (bytes) => stream.write(bytes), end: () => stream.end(), reset: () => {} }));

/** A server whose API upgrades /exec, and /spdy to an echo, fails at /broken, and refuses everything else; and a client of it that has asked for a path. */
async function client(path: string, upgrade = 'websocket', settleMs = 0) {
  const activity = new CountingActivity(setImmediate);
  const sockets: MessageSocket[] = [];
  const requests: ApiRequest[] = [];
  const handle = async (request: ApiRequest): Promise<ApiAnswer | ApiUpgrade> => {
    requests.push(request);
    if (request.path === '/broken') throw new Error('broken');
    if (request.path === '/spdy') return { upgrade: 'spdy', protocol: 'portforward.k8s.io', headers: {}, start: echo };
    if (request.path === '/tunnel')
      return { upgrade: 'spdy-in-websocket', protocol: 'SPDY/3.1+portforward.k8s.io', headers: {}, start: echo };
    if (request.path !== '/exec' && request.path !== '/watch')
      return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'no' };
    return {
      upgrade: 'websocket',
      protocol: 'v5.channel.k8s.io',
      headers: { 'audit-id': '1' },
      ...(request.path === '/watch' && { watch: true }),
      start: (socket) => void sockets.push(socket),
    };
  };
  const foreign = new ForeignWatches({ activity, host: nodeTimer, settleMs });
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (_fields: object, message: string) => void errors.push(message) };
  const server = createServer();
  const port = new ApiPort(server, { api: { handle }, authenticate: () => 'someone', activity, foreign, logger });
  open.push(port);
  const socket = connect(await port.listen(0, '127.0.0.1'), '127.0.0.1');
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  });
  const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
  socket.write(`GET ${path}?a=b HTTP/1.1\r\nhost: lab\r\nconnection: Upgrade\r\nupgrade: ${upgrade}\r\n${key}\r\n\r\n`);
  return { activity, port, server, socket, requests, sockets, errors, received: () => received };
}

async function until<T>(seen: () => T | undefined): Promise<T> {
  for (let found = seen(); ; found = seen()) {
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
}

/** A short masked frame; the mask changes nothing. */
const frame = (opcode: number, bytes: string) =>
  Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | bytes.length, 0, 0, 0, 0), Buffer.from(bytes, 'latin1')]);
const say = (socket: Socket, opcode: number, bytes: string) => void socket.write(frame(opcode, bytes));

it('a connection is upgraded with the key that RFC 6455 gives as its example, and the protocol that was chosen', async () => {
  const { received, requests } = await client('/exec');
  const head = await until(() => (received().includes('\r\n\r\n') ? received().toString() : undefined));
  expect(head).toBe(
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n' +
      'sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nsec-websocket-protocol: v5.channel.k8s.io\r\naudit-id: 1\r\n\r\n',
  );
  expect(requests).toMatchObject([{ method: 'GET', path: '/exec', query: 'a=b', user: 'someone' }]);
});

it('a refusal is an answer, after which the connection is closed', async () => {
  const { received, socket } = await client('/other');
  await once(socket, 'close');
  expect(received().toString()).toBe(
    'HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno',
  );
});

it('messages come one after the other, each through the gate, and hold nothing while they are not taken', async () => {
  const { activity, socket, sockets } = await client('/exec');
  const websocket = await until(() => sockets[0]);
  const seen: string[] = [];
  const holds: number[] = [];
  let take = () => {};
  websocket.onMessage((bytes) => {
    seen.push(bytes);
    holds.push(activity.state().holds);
    return new Promise((resolve) => {
      take = resolve;
    });
  });
  activity.gate(false);
  for (const bytes of ['one', '\u00ff\u0000', 'three']) say(socket, 2, bytes);
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(seen).toEqual([]);
  activity.gate(true);
  await until(() => seen[0]);
  expect([seen, activity.state().holds]).toEqual([['one'], 0]);
  take();
  await until(() => seen[1]);
  take();
  await until(() => seen[2]);
  expect([seen, holds]).toEqual([
    ['one', '\u00ff\u0000', 'three'],
    [1, 1, 1],
  ]);
});

it('the server answers a ping, sends messages, and says goodbye', async () => {
  const { received, socket, sockets } = await client('/exec');
  const websocket = await until(() => sockets[0]);
  say(socket, 9, 'p');
  await until(() => (received().includes(Buffer.from([0x8a, 1, 0x70])) ? true : undefined));
  websocket.send('\u0001hi', 'binary');
  websocket.close(1000);
  websocket.send('late', 'text');
  await once(socket, 'end');
  expect(received().subarray(-9)).toEqual(Buffer.from([0x82, 3, 1, 0x68, 0x69, 0x88, 2, 3, 232]));
});

it.each([
  ['/watch', 1],
  ['/exec', 0],
])('of what is told at %s, the reaction is waited for by %i holds', async (path, holds) => {
  const { activity, sockets } = await client(path, 'websocket', 10);
  const websocket = await until(() => sockets[0]);
  const before = activity.state().holds;
  websocket.send('{}', 'text');
  expect([before, activity.state().holds]).toEqual([0, holds]);
});

/** Opens a stream by SPDY, says hi on it, ends it and the connection, and gives what came back. */
async function sayHi(wrap: (bytes: Buffer) => Buffer, socket: Socket, unwrapped: () => Buffer): Promise<string[]> {
  const heard: string[] = [];
  const connection = new SpdyConnection({
    ...{ role: 'client', deflate: nodeDeflate, onStream: () => undefined, close: () => {} },
    send: (bytes) => void socket.write(wrap(Buffer.from(bytes))),
  });
  const listener = {
    data: (bytes: Uint8Array) => void heard.push(Buffer.from(bytes).toString()),
    end: () => heard.push('END'),
    reset: () => {},
  };
  const stream = connection.open(new Map([['streamtype', 'data']]), listener);
  stream.write(Buffer.from('hi'));
  stream.end();
  let read = 0;
  await until(() => {
    const all = unwrapped();
    void connection.receive(all.subarray(read));
    read = all.length;
    return heard.includes('END') ? true : undefined;
  });
  return heard;
}

const HEAD_END = '\r\n\r\n';

it('a connection that is upgraded to SPDY has streams', async () => {
  const { received, socket } = await client('/spdy', 'SPDY/3.1');
  await until(() => (received().includes(HEAD_END) ? true : undefined));
  const headBytes = received().indexOf(HEAD_END) + 4;
  expect(received().subarray(0, headBytes).toString()).toBe(
    'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: SPDY/3.1\r\nx-stream-protocol-version: portforward.k8s.io\r\n\r\n',
  );
  expect(
    await sayHi(
      (bytes) => bytes,
      socket,
      () => received().subarray(headBytes),
    ),
  ).toEqual(['hi', 'END']);
  socket.end();
  await once(socket, 'close');
});

it('SPDY may come in the messages of a WebSocket', async () => {
  const { received, socket } = await client('/tunnel');
  await until(() => (received().includes(HEAD_END) ? true : undefined));
  const headBytes = received().indexOf(HEAD_END) + 4;
  expect(received().toString()).toContain('sec-websocket-protocol: SPDY/3.1+portforward.k8s.io\r\n');
  const unwrapped = () => {
    const payloads: Buffer[] = [];
    for (let at = headBytes; at + 1 < received().length; ) {
      const length = received()[at + 1] as number;
      payloads.push(received().subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    return Buffer.concat(payloads);
  };
  expect(await sayHi((bytes) => frame(2, bytes.toString('latin1')), socket, unwrapped)).toEqual(['hi', 'END']);
});

it('a client that talks no SPDY is sent away', async () => {
  const { received, socket } = await client('/spdy', 'SPDY/3.1');
  await until(() => (received().includes(HEAD_END) ? true : undefined));
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(socket, 'end');
  expect(
    received()
      .subarray(received().indexOf(HEAD_END) + 4)
      .toString('hex'),
  ).toBe('80030007000000080000000000000001');
});

it.each([
  ['goes', (socket: Socket) => socket.destroy()],
  ['closes', (socket: Socket) => say(socket, 8, '\u0003\u00e8')],
  ['breaks the protocol', (socket: Socket) => void socket.write(Buffer.of(0xff, 0xff))],
])('a client that %s is gone for the API', async (_, leave) => {
  const { requests, socket, sockets, server } = await client('/exec');
  await until(() => sockets[0]);
  socket.once('end', () => socket.destroy());
  leave(socket);
  await until(() => (requests[0]?.stop.stopped ? true : undefined));
  expect(server.listening).toBe(true);
});

it('the end of the server is the end of its WebSockets', async () => {
  const { port, socket, sockets } = await client('/exec');
  await until(() => sockets[0]);
  const closed = once(socket, 'close');
  await port.close();
  await closed;
});

it('a connection at whose opening the API fails is told so, and closed', async () => {
  const { socket, received, errors, activity } = await client('/broken');
  await once(socket, 'close');
  expect(received().toString()).toMatch(/^HTTP\/1.1 500 Internal Server Error\r\n[\s\S]*This request caused apiserver to panic/);
  expect([errors, activity.state().holds]).toEqual([['a request made the API fail'], 0]);
});
