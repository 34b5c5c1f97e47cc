import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { type ConnectionOptions, connect, headers, type NatsConnection } from 'nats';
import { afterEach, expect, test } from 'vitest';
import { type BrokerOptions, EmbeddedBroker } from './embedded-broker.ts';
import { TEST_AUTH } from './testing/index.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function broker(options: Partial<BrokerOptions> = {}): Promise<EmbeddedBroker> {
  const started = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH, ...options });
  open.push(started);
  return started;
}

/** Connects the public client. */
async function client(server: EmbeddedBroker, options: ConnectionOptions = {}): Promise<NatsConnection> {
  const { user, password } = TEST_AUTH;
  const connection = await connect({ servers: server.url, user, pass: password, reconnect: false, ...options });
  open.push(connection);
  return connection;
}

/** Connects a raw socket. */
async function raw(server: EmbeddedBroker): Promise<{ socket: Socket; heard: () => string; until: (text: string) => Promise<void> }> {
  const socket = dial(server.port, '127.0.0.1').setEncoding('latin1');
  open.push({ close: async () => socket.destroy() });
  let heard = '';
  socket.on('data', (text: string) => {
    heard += text;
  });
  const until = async (text: string) => {
    while (!heard.includes(text)) await once(socket, 'data');
  };
  await until('INFO ');
  return { socket, heard: () => heard, until };
}

const CONNECT = `CONNECT ${JSON.stringify({ user: TEST_AUTH.user, pass: TEST_AUTH.password, verbose: false, pedantic: false })}\r\n`;

test('the public client sends headers and binary payloads, and gets them back unchanged', async () => {
  const server = await broker();
  const [a, b] = [await client(server), await client(server)];
  const payload = Uint8Array.from({ length: 256 }, (_, index) => index);
  const subscription = b.subscribe('bytes.*', { max: 1 });
  await b.flush();
  const sent = headers();
  sent.append('trace', 'one');
  sent.append('trace', 'two');
  a.publish('bytes.x', payload, { headers: sent, reply: 'back' });
  for await (const message of subscription) {
    expect([message.subject, message.reply, message.headers?.values('trace'), [...message.data]]).toEqual([
      'bytes.x',
      'back',
      ['one', 'two'],
      [...payload],
    ]);
  }
});

test('the public client’s own requests, queue groups and drain work', async () => {
  const server = await broker();
  const [a, b, c] = [await client(server), await client(server), await client(server)];
  for (const [connection, name] of [
    [b, 'b'],
    [c, 'c'],
  ] as const) {
    connection.subscribe('who', { queue: 'q', callback: (_error, message) => void message.respond(name) });
    await connection.flush();
  }
  const ask = async () => (await a.request('who', '', { timeout: 15_000 })).string();
  const answers = new Set(await Promise.all(Array.from({ length: 40 }, ask)));
  expect(answers).toEqual(new Set(['b', 'c']));
  await b.drain();
  expect(new Set(await Promise.all(Array.from({ length: 10 }, ask)))).toEqual(new Set(['c']));
  await expect(a.request('nobody', '', { timeout: 15_000 })).rejects.toMatchObject({ code: '503' });
});

test('a payload of exactly the limit arrives', async () => {
  const server = await broker();
  const [a, b] = [await client(server), await client(server)];
  const subscription = b.subscribe('big', { max: 2 });
  await b.flush();
  a.publish('big', new Uint8Array(1024 * 1024).fill(7));
  a.publish('big', new Uint8Array(0));
  const sizes: number[] = [];
  for await (const message of subscription) sizes.push(message.data.length);
  expect(sizes).toEqual([1024 * 1024, 0]);
});

test('a token opens the door as a user and password do, and nothing else does', async () => {
  const server = await broker({ auth: { token: 'the-secret' } });
  const connection = await connect({ servers: server.url, token: 'the-secret' });
  open.push(connection);
  await connection.flush();
  await expect(connect({ servers: server.url, token: 'the-secre', reconnect: false })).rejects.toThrow(/Authorization Violation/i);
  await expect(client(server)).rejects.toThrow(/Authorization Violation/i);
});

test('a client without CONNECT in time is disconnected', async () => {
  const { socket, heard } = await raw(await broker({ authTimeoutMs: 20 }));
  await once(socket, 'close');
  expect(heard()).toMatch(/-ERR 'Authentication Timeout'\r\n$/);
});

test('a client that no longer answers pings is cut off', async () => {
  const server = await broker({ pingIntervalMs: 20, pingsOutMax: 2 });
  const { socket, heard } = await raw(server);
  socket.write(CONNECT);
  await once(socket, 'close');
  expect(heard()).toMatch(/PING\r\nPING\r\n-ERR 'Stale Connection'\r\n$/);
  expect(server.connections()).toEqual([]);
});

test('a client that answers pings stays', async () => {
  const server = await broker({ pingIntervalMs: 250, pingsOutMax: 1 });
  const { socket, heard } = await raw(server);
  socket.on('data', (text: string) => void (text.includes('PING') && socket.write('PONG\r\n')));
  socket.write(CONNECT);
  while (heard().split('PING').length <= 3) await once(socket, 'data');
  expect(server.connections()).toHaveLength(1);
});

test('a client that does not read is cut off and the others get everything', async () => {
  const server = await broker({ pendingBytesMax: 1024 * 1024 });
  const [a, b] = [await client(server), await client(server, { name: 'reader' })];
  const slow = await raw(server);
  slow.socket.write(`${CONNECT}SUB flood 1\r\nPING\r\n`);
  await slow.until('PONG');
  slow.socket.pause();
  let got = 0;
  b.subscribe('flood', { callback: () => void got++ });
  await b.flush();
  for (let index = 0; index < 400; index++) {
    a.publish('flood', new Uint8Array(64 * 1024));
    if (index % 4 === 0) await a.flush();
  }
  await a.flush();
  await b.flush();
  expect(got).toBe(400);
  expect(server.connections().map(({ name, delivered }) => ({ name, delivered }))).toEqual([
    { name: undefined, delivered: 0 },
    { name: 'reader', delivered: 400 },
  ]);
});

test('a client above the limit is disconnected', async () => {
  const server = await broker({ connectionsMax: 1 });
  await client(server);
  const { socket, heard } = await raw(server);
  await once(socket, 'close');
  expect(heard()).toMatch(/-ERR 'maximum connections exceeded'\r\n$/);
});

test('a client without headers gets the payload alone', async () => {
  const server = await broker();
  const plain = await raw(server);
  plain.socket.write(`${CONNECT}SUB a 1\r\nPING\r\n`);
  await plain.until('PONG');
  const a = await client(server);
  const extra = headers();
  extra.set('trace', 'one');
  a.publish('a', 'hi', { headers: extra });
  await plain.until('hi');
  expect(plain.heard()).toMatch(/PONG\r\nMSG a 1 2\r\nhi\r\n$/);
});

test('the end of a client removes its subscriptions', async () => {
  const server = await broker();
  const [a, b] = [await client(server), await client(server)];
  b.subscribe('gone', { callback: (_error, message) => void message.respond('here') });
  await b.flush();
  await b.close();
  while (server.connections().length > 1) await a.flush();
  await expect(a.request('gone', '', { timeout: 15_000 })).rejects.toMatchObject({ code: '503' });
});

test('a port in use is an error with its code', async () => {
  const server = await broker();
  await expect(EmbeddedBroker.listen({ host: '127.0.0.1', port: server.port, auth: TEST_AUTH })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('closing ends every client', async () => {
  const server = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
  const connection = await client(server);
  await server.close();
  await connection.closed();
  expect(connection.isClosed()).toBe(true);
});
