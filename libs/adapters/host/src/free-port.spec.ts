import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, listenFailure } from './free-port.ts';

test('a free port accepts a server, and lies below the ports of outgoing connections', async () => {
  const port = await freePort();
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_000);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('a used port fails with EADDRINUSE until its server is closed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await listenFailure(port)).toBe('EADDRINUSE');
  server.close();
  await once(server, 'close');
  expect(await listenFailure(port)).toBeUndefined();
});
