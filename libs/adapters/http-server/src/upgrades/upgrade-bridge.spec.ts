import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { idleTimer, nodeTimer } from '@klockwork/host';
import type { ApiAnswer, ApiRequest, ApiUpgrade, MessageSocket, StreamsUpgrade } from '@klockwork/http-api';
import { CountingActivity, silentLogger } from '@klockwork/kernel';
import { SpdyConnection } from '@klockwork/spdy';
import { afterEach, expect, test } from 'vitest';
import { HttpServer } from '../http-server.ts';
import { nodeDeflate } from './node-deflate.ts';

/** Subprotocols of kubectl; the second has a character that RFC 6455 forbids. */
const OFFERED = 'v5.channel.k8s.io, SPDY/3.1+portforward.k8s.io';

const open: HttpServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Returns the bytes of each stream to the client, and ends the stream after the client's end. */
const echo: StreamsUpgrade['start'] = (connect) =>
  void connect((stream) => ({ data: (bytes) => stream.write(bytes), end: () => stream.end(), reset: () => {} }));

/** Starts a server and a client that requests an upgrade. The API upgrades /exec and /watch, echoes at /spdy, /tunnel and /raw, throws at /broken, and refuses other paths. */
async function client(path: string, upgrade = 'websocket', settleMs = 0) {
  const activity = new CountingActivity(setImmediate);
  const sockets: MessageSocket[] = [];
  const requests: ApiRequest[] = [];
  const handle = async (request: ApiRequest): Promise<ApiAnswer | ApiUpgrade> => {
    requests.push(request);
    if (request.path === '/broken') throw new Error('broken');
    if (request.path === '/spdy') return { type: 'spdy', protocol: 'portforward.k8s.io', headers: {}, start: echo };
    if (request.path === '/tunnel') return { type: 'spdy-in-websocket', protocol: 'SPDY/3.1+portforward.k8s.io', headers: {}, start: echo };
    if (request.path === '/raw') {
      const head = [
        ['Upgrade', 'own'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
      ] as const;
      return { type: 'tunnel', headers: {}, head, start: (socket) => socket.onMessage((bytes) => socket.send(bytes, 'binary')) };
    }
    if (request.path !== '/exec' && request.path !== '/watch')
      return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'no' };
    return {
      type: 'websocket',
      protocol: 'v5.channel.k8s.io',
      headers: { 'audit-id': '1' },
      ...(request.path === '/watch' && { watch: true }),
      start: (socket) => void sockets.push(socket),
    };
  };
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (_fields: object, message: string) => void errors.push(message) };
  const server = createServer();
  const httpServer = new HttpServer(server, {
    ...{ api: { handle }, authenticate: () => 'someone', activity, logger },
    ...{ host: nodeTimer, idle: idleTimer, settleMs, memory: { collect() {}, setScarce() {} } },
  });
  open.push(httpServer);
  const socket = connect(await httpServer.listen(0, '127.0.0.1'), '127.0.0.1');
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  });
  const websocket = `sec-websocket-version: 13\r\nsec-websocket-protocol: ${OFFERED}\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;
  socket.write(`GET ${path}?a=b HTTP/1.1\r\nhost: lab\r\nconnection: Upgrade\r\nupgrade: ${upgrade}\r\n${websocket}\r\n`);
  return { activity, httpServer, server, socket, requests, sockets, errors, received: () => received };
}

async function until<T>(seen: () => T | undefined): Promise<T> {
  for (let found = seen(); ; found = seen()) {
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
}

/** Returns a frame of a client with a mask of zeros; `final` is false for all but the last frame of a message. */
function frame(opcode: number, bytes: string, final = true): Buffer {
  const head = [(final ? 0x80 : 0) | opcode, 0x80 | (bytes.length < 126 ? bytes.length : 127)];
  const length = Buffer.alloc(bytes.length < 126 ? 0 : 8);
  if (length.length > 0) length.writeBigUInt64BE(BigInt(bytes.length));
  return Buffer.concat([Buffer.from(head), length, Buffer.alloc(4), Buffer.from(bytes, 'latin1')]);
}
const send = (socket: Socket, opcode: number, bytes: string) => void socket.write(frame(opcode, bytes));

test('the handshake contains the accept key of the RFC 6455 example, the selected protocol and additional headers', async () => {
  const { received, requests } = await client('/exec');
  const head = await until(() => (received().includes('\r\n\r\n') ? received().toString() : undefined));
  expect(head).toBe(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nsec-websocket-protocol: v5.channel.k8s.io\r\naudit-id: 1\r\n\r\n',
  );
  expect(requests).toMatchObject([{ method: 'GET', path: '/exec', query: 'a=b', user: 'someone' }]);
});

test('a refused upgrade receives its answer and closes the connection', async () => {
  const { received, socket } = await client('/other');
  await once(socket, 'close');
  expect(received().toString()).toBe(
    'HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno',
  );
});

test('messages pass the gate one by one, and hold nothing while their receiver is busy', async () => {
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
  for (const bytes of ['one', '\u00ff\u0000', 'three']) send(socket, 2, bytes);
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

test('the server answers a ping, sends messages and a close frame', async () => {
  const { received, socket, sockets } = await client('/exec');
  const websocket = await until(() => sockets[0]);
  send(socket, 9, 'p');
  await until(() => (received().includes(Buffer.from([0x8a, 1, 0x70])) ? true : undefined));
  websocket.send('\u0001hi', 'binary');
  websocket.close(1000);
  websocket.send('late', 'text');
  await once(socket, 'end');
  expect(received().subarray(-9)).toEqual(Buffer.from([0x82, 3, 1, 0x68, 0x69, 0x88, 2, 3, 232]));
});

const HEAD_END = '\r\n\r\n';
const CLOSE = 0x88;

test.each([
  ['one frame', [frame(2, 'ab')]],
  ['two frames', [frame(2, 'a', false), frame(0, 'b')]],
  ['two frames around a ping', [frame(2, 'a', false), frame(9, 'p'), frame(0, 'b')]],
])('a message in %s reaches the API complete, also byte by byte', async (_frames, frames) => {
  const { socket, sockets } = await client('/exec');
  const websocket = await until(() => sockets[0]);
  const seen: string[] = [];
  websocket.onMessage((bytes) => void seen.push(bytes));
  for (const byte of Buffer.concat(frames)) {
    socket.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  for (const whole of frames) socket.write(whole);
  await until(() => seen[1]);
  expect(seen).toEqual(['ab', 'ab']);
});

const MIB = 1024 * 1024;

test.each([
  ['a frame of more than 1 MiB', [frame(2, 'x'.repeat(MIB + 1))], 1009],
  ['a message of more than 1 MiB', [frame(2, 'x'.repeat(600_000), false), frame(0, 'x'.repeat(600_000))], 1009],
  ['a frame without a mask', [Buffer.of(0x82, 1, 0)], 1002],
  ['a reserved bit', [Buffer.of(0xc2, 0x80, 0, 0, 0, 0)], 1002],
  ['a continuation of nothing', [frame(0, 'x')], 1002],
])('%s ends the connection with a close frame and reaches no API', async (_violation, frames, code) => {
  const { socket, sockets, received, requests } = await client('/exec');
  const websocket = await until(() => sockets[0]);
  const seen: string[] = [];
  websocket.onMessage((bytes) => void seen.push(bytes));
  await until(() => (received().includes(HEAD_END) ? true : undefined));
  const headBytes = received().indexOf(HEAD_END) + 4;
  for (const bytes of frames) socket.write(bytes);
  await until(() => (received().length >= headBytes + 4 ? true : undefined));
  expect(received().subarray(headBytes)).toEqual(Buffer.of(CLOSE, 2, code >> 8, code & 0xff));
  await until(() => (requests[0]?.stop.stopped ? true : undefined));
  expect(seen).toEqual([]);
});

test('a handshake without a version is refused', async () => {
  const { server, sockets } = await client('/exec');
  await until(() => sockets[0]);
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  socket.write(
    'GET /exec HTTP/1.1\r\nhost: lab\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n[\s\S]*Missing or invalid Sec-WebSocket-Version header$/);
  expect(sockets.length).toBe(1);
});

test.each([
  ['/watch', 1],
  ['/exec', 0],
])('a message at %s causes %i holds', async (path, holds) => {
  const { activity, sockets } = await client(path, 'websocket', 10);
  const websocket = await until(() => sockets[0]);
  const before = activity.state().holds;
  websocket.send('{}', 'text');
  expect([before, activity.state().holds]).toEqual([0, holds]);
});

/** Opens an SPDY stream, sends `hi`, ends the stream, and returns the received bytes and end. */
async function exchangeHi(wrap: (bytes: Buffer) => Buffer, socket: Socket, unwrapped: () => Buffer): Promise<string[]> {
  const bytesRead: string[] = [];
  const connection = new SpdyConnection({
    ...{ role: 'client', deflate: nodeDeflate, onStream: () => undefined, close: () => {} },
    send: (bytes) => void socket.write(wrap(Buffer.from(bytes))),
  });
  const listener = {
    data: (bytes: Uint8Array) => void bytesRead.push(Buffer.from(bytes).toString()),
    end: () => bytesRead.push('END'),
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
    return bytesRead.includes('END') ? true : undefined;
  });
  return bytesRead;
}

test('a connection upgraded to SPDY carries streams', async () => {
  const { received, socket } = await client('/spdy', 'SPDY/3.1');
  await until(() => (received().includes(HEAD_END) ? true : undefined));
  const headBytes = received().indexOf(HEAD_END) + 4;
  expect(received().subarray(0, headBytes).toString()).toBe(
    'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: SPDY/3.1\r\nx-stream-protocol-version: portforward.k8s.io\r\n\r\n',
  );
  expect(
    await exchangeHi(
      (bytes) => bytes,
      socket,
      () => received().subarray(headBytes),
    ),
  ).toEqual(['hi', 'END']);
  socket.end();
  await once(socket, 'close');
});

test('WebSocket messages carry SPDY streams', async () => {
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
  expect(await exchangeHi((bytes) => frame(2, bytes.toString('latin1')), socket, unwrapped)).toEqual(['hi', 'END']);
});

test('bytes outside SPDY end the connection with GOAWAY', async () => {
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

test.each([
  ['goes', (socket: Socket) => socket.destroy()],
  ['closes', (socket: Socket) => send(socket, 8, '\u0003\u00e8')],
  ['breaks the protocol', (socket: Socket) => void socket.write(Buffer.of(0xff, 0xff))],
])('a client that %s stops its request', async (_, leave) => {
  const { requests, socket, sockets, server } = await client('/exec');
  await until(() => sockets[0]);
  socket.once('end', () => socket.destroy());
  leave(socket);
  await until(() => (requests[0]?.stop.stopped ? true : undefined));
  expect(server.listening).toBe(true);
});

test('a stopping server closes its WebSockets', async () => {
  const { httpServer, socket, sockets } = await client('/exec');
  await until(() => sockets[0]);
  const closed = once(socket, 'close');
  await httpServer.close();
  await closed;
});

test('a bug of the API during an upgrade causes a 500 and closes the connection', async () => {
  const { socket, received, errors, activity } = await client('/broken');
  await once(socket, 'close');
  expect(received().toString()).toMatch(/^HTTP\/1.1 500 Internal Server Error\r\n[\s\S]*This request caused apiserver to panic/);
  expect([errors, activity.state().holds]).toEqual([['a request made the API fail'], 0]);
});

test('a tunnel sends the headers of the other server, then passes bytes on', async () => {
  const { socket, received } = await client('/raw');
  const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: own\r\nX-Twice: a\r\nX-Twice: b\r\n\r\n';
  while (received().length < head.length) await once(socket, 'data');
  expect(received().toString('latin1')).toBe(head);
  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  socket.write(bytes);
  while (received().length < head.length + bytes.length) await once(socket, 'data');
  expect(received().subarray(head.length)).toEqual(bytes);
});
