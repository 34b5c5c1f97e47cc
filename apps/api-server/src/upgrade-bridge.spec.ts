import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { ApiAnswer, ApiRequest, ApiUpgrade, MessageSocket } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { CountingActivity } from '@klockwork/kernel';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { ForeignWatches } from './foreign-watches.ts';
import { bridgeUpgrades } from './upgrade-bridge.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A server whose API upgrades /exec and refuses everything else; and a client of it that has asked for a path. */
async function client(path: string) {
  const activity = new CountingActivity(setImmediate);
  const sockets: MessageSocket[] = [];
  const requests: ApiRequest[] = [];
  const handle = async (request: ApiRequest): Promise<ApiAnswer | ApiUpgrade> => {
    requests.push(request);
    if (request.path !== '/exec') return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'no' };
    return {
      upgrade: 'websocket',
      protocol: 'v5.channel.k8s.io',
      headers: { 'audit-id': '1' },
      start: (socket) => void sockets.push(socket),
    };
  };
  const fastify = Fastify();
  open.push(fastify);
  const foreign = new ForeignWatches({ activity, host: nodeTimer, settleMs: 0 });
  bridgeUpgrades(fastify, { api: { handle }, authenticate: () => 'someone', activity, foreign });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  });
  const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
  socket.write(`GET ${path}?a=b HTTP/1.1\r\nhost: lab\r\nconnection: Upgrade\r\nupgrade: websocket\r\n${key}\r\n\r\n`);
  return { activity, fastify, socket, requests, sockets, received: () => received };
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
  ['goes', (socket: Socket) => socket.destroy()],
  ['closes', (socket: Socket) => say(socket, 8, '\u0003\u00e8')],
  ['breaks the protocol', (socket: Socket) => void socket.write(Buffer.of(0xff, 0xff))],
])('a client that %s is gone for the API', async (_, leave) => {
  const { requests, socket, sockets, fastify } = await client('/exec');
  await until(() => sockets[0]);
  socket.once('end', () => socket.destroy());
  leave(socket);
  await until(() => (requests[0]?.stop.stopped ? true : undefined));
  expect(fastify.server.listening).toBe(true);
});

it('the end of the server is the end of its WebSockets', async () => {
  const { fastify, socket, sockets } = await client('/exec');
  await until(() => sockets[0]);
  const closed = once(socket, 'close');
  await fastify.close();
  await closed;
});
