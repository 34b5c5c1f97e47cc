import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveHealth } from './health-socket.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-health-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a client receives the present health', async () => {
  const path = join(folder, 'health.sock');
  let health = 'ok';
  const server = await serveHealth(path, () => health);
  expect(await text(createConnection(path))).toBe('ok\n');
  health = 'not connected to the bus';
  expect(await text(createConnection(path))).toBe('not connected to the bus\n');
  server.close();
  await once(server, 'close');
});

test('the socket that a killed process left behind is taken over', async () => {
  const path = join(folder, 'health.sock');
  writeFileSync(path, '');
  const server = await serveHealth(path, () => 'ok');
  expect(await text(createConnection(path))).toBe('ok\n');
  server.close();
});

test('an error for a missing folder names the socket', async () => {
  const path = join(folder, 'missing', 'health.sock');
  await expect(serveHealth(path, () => 'ok')).rejects.toThrow(path);
});
