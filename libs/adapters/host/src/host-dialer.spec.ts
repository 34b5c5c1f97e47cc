import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { CountingActivity, StoppedError, StopSource } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { afterEach, expect, test } from 'vitest';
import { hostActivity } from './activity.ts';
import { TcpDialer } from './host-dialer.ts';
import { nodeTimer } from './node-timer.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Returns the address of a server that handles each connection. */
async function serverOf(handle: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => handle(socket.on('error', () => {})));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

function dialerOf(activity = hostActivity()): TcpDialer {
  return new TcpDialer({ activity, host: nodeTimer });
}

test('bytes pass in both directions, and each direction ends by itself', async () => {
  const address = await serverOf((socket) => {
    socket.on('data', (bytes) => socket.write(`heard ${bytes}`)).on('end', () => socket.end('bye'));
  });
  const connection = await dialerOf().dial(address, new StopSource());
  await connection.write('\xff');
  expect(await connection.read()).toBe(`heard ${Buffer.from('\ufffd').toString('latin1')}`);
  connection.end();
  expect([await connection.read(), await connection.read()]).toEqual(['bye', undefined]);
  connection.close();
});

test('a port without listener refuses', async () => {
  const address = await serverOf(() => {});
  await new Promise((closed) => servers.pop()?.close(closed));
  await expect(dialerOf().dial(address, new StopSource())).rejects.toEqual(new ConnectionError('refused'));
});

test('a reset connection rejects its reader', async () => {
  const address = await serverOf((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const connection = await dialerOf().dial(address, new StopSource());
  await connection.write('a');
  await expect(connection.read()).rejects.toEqual(new ConnectionError('reset'));
});

test('a stopped caller gets no connection', async () => {
  const address = await serverOf(() => {});
  const stop = new StopSource();
  stop.stop();
  await expect(dialerOf().dial(address, stop)).rejects.toBeInstanceOf(StoppedError);
});

test('lab time waits from a write to the next bytes', async () => {
  const activity = new CountingActivity((then) => void setImmediate(then));
  let answer: () => void = () => {};
  const address = await serverOf((socket) => {
    socket.on('data', () => {
      answer = () => socket.write('x');
      socket.write('first');
    });
  });
  const connection = await dialerOf(activity).dial(address, new StopSource());
  expect(activity.state().holds).toBe(0);
  await connection.write('a');
  expect(activity.state().holds).toBe(1);
  expect(await connection.read()).toBe('first');
  expect(activity.state().holds).toBe(0);
  answer();
  expect(await connection.read()).toBe('x');
  connection.reset();
  expect(activity.state().holds).toBe(0);
});
