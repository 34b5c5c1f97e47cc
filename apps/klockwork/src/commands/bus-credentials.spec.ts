import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { busCredentials } from './bus-credentials.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-credentials-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('each container of a lab has a password in a folder of its own, and the server has them all with their permissions', () => {
  busCredentials(folder, ['scheduler', 'kubelet-agent-2=node-2']);
  const password = readFileSync(join(folder, 'scheduler', 'nats.password'), 'utf8').trim();
  const authorization = readFileSync(join(folder, 'nats', 'nats-authorization.conf'), 'utf8');
  expect(readdirSync(folder)).toEqual(['kubelet-agent-2', 'nats', 'scheduler']);
  expect(authorization).toContain(`{"user":"scheduler","password":"${password}","permissions":{"publish":{"allow":["klockwork.lab.api.>"`);
  expect(authorization).toContain('"klockwork.lab.node.node-2.*","klockwork.lab.pods.10_244_2.*"');
  expect(statSync(join(folder, 'scheduler', 'nats.password')).mode & 0o777).toBe(0o600);
  busCredentials(folder, ['scheduler', 'kubelet-agent-2=node-2']);
  expect(readFileSync(join(folder, 'nats', 'nats-authorization.conf'), 'utf8')).toBe(authorization);
});
