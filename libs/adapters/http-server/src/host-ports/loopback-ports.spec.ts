import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { freePort, hostActivity, idleTimer, nodeTimer, processMemory } from '@klockwork/host';
import type { HostClient } from '@klockwork/http-api';
import { silentLogger } from '@klockwork/kernel';
import { afterEach, expect, test } from 'vitest';
import { LoopbackPorts } from './loopback-ports.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Ports whose clients get each chunk back, and the end after the end of their own direction. */
function lab() {
  const ports = new Map<string, number>();
  const stored = { get: (key: string) => ports.get(key), set: (key: string, port: number) => void ports.set(key, port) };
  const activity = hostActivity();
  const http = { activity, logger: silentLogger, host: nodeTimer, idle: idleTimer, settleMs: 0, memory: processMemory() };
  const host = new LoopbackPorts({ activity, freePort, stored, http });
  const echo = (client: HostClient) =>
    client.receive(
      (bytes) => client.send(bytes),
      () => client.end(),
    );
  const listen = async (key: string, port: number) => {
    const open = await host.listen(key, { host: '127.0.0.1', port }, echo);
    ends.push(() => open.close());
    return open;
  };
  return { listen, ports, host };
}

async function echoed(port: number, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

test('bytes pass both ways, also after the end of one direction', async () => {
  const { listen, ports } = lab();
  const port = await freePort();
  const open = await listen('a', port);
  expect(open.address).toEqual({ host: '127.0.0.1', port });
  expect(await echoed(port, 'über')).toBe('über');
  expect(ports.size).toBe(0);
});

test('a port in use is replaced by a free one, which is stored and used again', async () => {
  const { listen, ports } = lab();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  ends.push(async () => other.close());
  const { port: taken } = other.address() as { port: number };
  const first = await listen('a', taken);
  expect(first.address.port).not.toBe(taken);
  expect(ports.get('a')).toBe(first.address.port);
  expect(await echoed(first.address.port, 'x')).toBe('x');
  await first.close();
  ends.pop();
  const second = await listen('a', taken);
  expect(second.address).toEqual(first.address);
});

test('the close of a port ends its connections', async () => {
  const { listen } = lab();
  const open = await listen('a', await freePort());
  const socket = connect(open.address);
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.on('error', () => {});
  socket.resume();
  await open.close();
  ends.pop();
  await closed;
  await expect(echoed(open.address.port, 'x')).rejects.toThrow('ECONNREFUSED');
});

test('an API is served over HTTP, on another port while the wanted one is in use', async () => {
  const { host, listen } = lab();
  const { address: taken } = await listen('a', await freePort());
  const served = await host.serve('b', taken, { handle: async ({ path }) => ({ status: 200, headers: {}, body: path }) });
  ends.push(() => served.close());
  expect(served.address.port).not.toBe(taken.port);
  const answer = await fetch(`http://127.0.0.1:${served.address.port}/shop`);
  expect(await answer.text()).toBe('/shop');
});
