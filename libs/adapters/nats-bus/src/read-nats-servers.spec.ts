import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNatsServers } from './read-nats-servers.ts';

test('defaults are NATS on the same machine, without credentials', () => {
  expect(readNatsServers({})).toEqual({ servers: ['nats://127.0.0.1:4222'], auth: undefined });
});

test('an address may contain the servers of a cluster, and credentials', () => {
  expect(readNatsServers({ NATS_URL: 'nats://me:s%40crt@a:4222, b:4223' })).toEqual({
    servers: ['nats://a:4222', 'nats://b:4223'],
    auth: { user: 'me', password: 's@crt' },
  });
});

test('separate credentials override those of the address', () => {
  const env = { NATS_URL: 'nats://me:secret@a:4222', NATS_USER: 'you', NATS_PASSWORD: 'other' };
  expect(readNatsServers(env).auth).toEqual({ user: 'you', password: 'other' });
});

test('a password may lie in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-nats-'));
  const file = join(folder, 'nats.password');
  writeFileSync(file, 'from the file\n');
  expect(readNatsServers({ NATS_USER: 'you', NATS_PASSWORD_FILE: file }).auth).toEqual({ user: 'you', password: 'from the file' });
  rmSync(folder, { recursive: true });
});
