import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { freePort, hostActivity } from '@klockwork/host';
import type { HostClient } from '@klockwork/http-api';
import { silentLogger } from '@klockwork/kernel';
import { createAuthority } from '@klockwork/tls';
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
  const host = new LoopbackPorts({ activity, freePort, stored, logger: silentLogger, defaultKeys: () => createAuthority('default') });
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
  return { listen, ports, host, echo };
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

test('a TLS port serves the certificate of the name, and its own for other names and unusable ones', async () => {
  const { host, echo } = lab();
  const shop = createAuthority('shop.example');
  const keysOf = (name: string) => {
    if (name === 'shop.example') return shop;
    return name === 'broken.example' ? { key: 'x', certificate: 'y' } : undefined;
  };
  const { address, close } = await host.listenTls('a', { host: '127.0.0.1', port: await freePort() }, { keysOf, accept: echo });
  ends.push(close);
  const answers = [];
  for (const servername of ['shop.example', 'other.example', 'broken.example', '']) {
    const socket = connectTls({ ...address, servername, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { CN } = socket.getPeerCertificate().subject;
    socket.end('über');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    answers.push([CN, answer]);
  }
  const own = ['default', 'über'];
  expect(answers).toEqual([['shop.example', 'über'], own, own, own]);
});
