import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kubeconfigText, loadIdentity, sameSecret } from './index.ts';

const HOSTS = ['localhost', '127.0.0.1', '10.96.0.1', 'kubernetes.default.svc'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-tls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a client that trusts only the lab's authority reaches the server by name", async () => {
  const identity = loadIdentity(folder, HOSTS);
  const server = createServer({ key: identity.server.key, cert: identity.server.certificate }, (socket) => socket.end('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: identity.authority,
  });
  const [data] = await once(socket, 'data');
  expect(String(data)).toBe('hello');
  server.close();
});

test('a second start reuses the identity, and new hosts renew only the server certificate', async () => {
  const first = loadIdentity(folder, HOSTS);
  expect(loadIdentity(folder, HOSTS)).toEqual(first);
  const wider = loadIdentity(folder, [...HOSTS, 'api-server']);
  expect(wider.authority).toBe(first.authority);
  expect(wider.token).toBe(first.token);
  expect(new X509Certificate(wider.server.certificate).checkHost('api-server')).toBe('api-server');
});

test('a start killed between certificate and key is repaired by the next one', async () => {
  const first = loadIdentity(folder, HOSTS);
  const key = readFileSync(join(folder, 'apiserver.key'), 'utf8');
  loadIdentity(folder, [...HOSTS, 'api-server']);
  writeFileSync(join(folder, 'apiserver.key'), key);
  const next = loadIdentity(folder, [...HOSTS, 'api-server']);
  expect(next.authority).toBe(first.authority);
  expect(new X509Certificate(next.server.certificate).checkPrivateKey(createPrivateKey(next.server.key))).toBe(true);
});

test('private files are readable by their owner only', async () => {
  loadIdentity(folder, HOSTS);
  for (const file of ['ca.key', 'apiserver.key', 'admin.token']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test('a kubeconfig contains authority and token', async () => {
  const identity = loadIdentity(folder, HOSTS);
  const text = kubeconfigText('lab', 'https://127.0.0.1:6443', identity);
  expect(text).toContain(`token: ${readFileSync(join(folder, 'admin.token'), 'utf8').trim()}`);
  expect(text.match(/(?<=server: ).*/g)).toEqual(['https://127.0.0.1:6443', 'https://127.0.0.1:6443/klockwork/v1/host-time']);
  expect(text.match(/(?<=current-context: ).*/g)).toEqual(['lab']);
});

test('secrets are compared completely', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abd', 'abc')).toBe(false);
  expect(sameSecret('ab', 'abc')).toBe(false);
});

test('the client certificate for extension servers has its own authority, and is kept', async () => {
  const { frontProxy, authority } = loadIdentity(folder, HOSTS);
  const certificate = new X509Certificate(frontProxy.client.certificate);
  expect([certificate.subject, certificate.verify(new X509Certificate(frontProxy.authority).publicKey)]).toEqual([
    'CN=front-proxy-client',
    true,
  ]);
  expect(certificate.verify(new X509Certificate(authority).publicKey)).toBe(false);
  expect(loadIdentity(folder, HOSTS).frontProxy).toEqual(frontProxy);
});
