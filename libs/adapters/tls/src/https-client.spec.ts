import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutboundRequest } from '@klockwork/http-api';
import { CountingActivity, StopSource } from '@klockwork/kernel';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HttpsClient } from './https-client.ts';
import { type Identity, loadIdentity } from './identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'klockwork-https-'));
const activity = new CountingActivity(setImmediate);
const client = new HttpsClient({ activity });
const servers: Server[] = [];
let identity: Identity;

beforeAll(async () => {
  identity = await loadIdentity(folder, ['localhost', '127.0.0.1', 'hook.default.svc']);
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

/** Starts an HTTPS server; returns a function that sends it a request. */
async function serverWith(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer({ key: identity.server.key, cert: identity.server.certificate }, answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return (options: Partial<OutboundRequest> = {}) => send(port, options);
}

function send(port: number, options: Partial<OutboundRequest> = {}) {
  const base = { method: 'POST', headers: {}, body: '{}', authorities: identity.authority, timeoutMs: 5_000, stop: new StopSource() };
  return client.send({ ...base, url: `https://127.0.0.1:${port}/check?timeout=1s`, ...options });
}

test('a request is answered over a connection that stays open, and holds lab time', async () => {
  const ports = new Set<number | undefined>();
  const ask = await serverWith((request, response) => {
    ports.add(request.socket.remotePort);
    response.setHeader('content-type', 'application/json');
    request.pipe(response);
  });
  const answer = ask({ body: '{"a":"é"}' });
  expect(activity.state().holds).toBe(1);
  expect(await answer).toEqual({ status: 200, contentType: 'application/json', body: '{"a":"é"}' });
  await ask();
  expect([ports.size, activity.state().holds]).toEqual([1, 0]);
});

test.each<[string, (response: ServerResponse) => unknown, string, string]>([
  ['hangs', () => {}, 'context deadline exceeded', 'request'],
  ['closes early', (response) => response.destroy(), 'EOF', 'request'],
  [
    'closes inside its answer',
    (response) => {
      response.setHeader('content-length', 100);
      response.write('{', () => response.destroy());
    },
    'unexpected error when reading response body. Please retry. Original error: unexpected EOF',
    'answer',
  ],
])('a server that %s fails the request', async (_, behave, message, phase) => {
  const ask = await serverWith((request, response) => {
    request.resume();
    behave(response);
  });
  await expect(ask({ timeoutMs: 300 })).rejects.toMatchObject({ name: 'OutboundError', message, phase });
  expect(activity.state().holds).toBe(0);
});

test('an answer of 1 GiB is cut off, with flat memory', async () => {
  const chunk = Buffer.alloc(1 << 20, 'x');
  let sent = 0;
  const ask = await serverWith((request, response) => {
    request.resume();
    const more = () => {
      while (!response.destroyed && sent < 1 << 30) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  });
  await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('http: response body too large') });
  expect(sent).toBeLessThan(64 << 20);
});

test('a stopped request fails at once', async () => {
  const stop = new StopSource();
  const ask = await serverWith((request) => void request.on('data', () => stop.stop()));
  await expect(ask({ stop })).rejects.toThrow('context deadline exceeded');
});

test('an unknown authority and another name fail in the words of Go', async () => {
  const ask = await serverWith((_, response) => response.end('{}'));
  await expect(ask({ authorities: undefined })).rejects.toThrow(
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  );
  await expect(ask({ serverName: 'hook.other.svc' })).rejects.toThrow(
    'tls: failed to verify certificate: x509: certificate is valid for localhost, 127.0.0.1, hook.default.svc, not hook.other.svc',
  );
  expect((await ask({ serverName: 'hook.default.svc' })).status).toBe(200);
});

test('a closed port and a server without TLS fail in the words of Go', async () => {
  const plain = createTcpServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n', () => socket.destroy()));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  await expect(send(port)).rejects.toThrow('http: server gave HTTP response to HTTPS client');
  plain.close();
  await once(plain, 'close');
  await expect(send(port)).rejects.toThrow(`dial tcp 127.0.0.1:${port}: connect: connection refused`);
});

test('a request after the server closed the kept connection is sent again', async () => {
  const ask = await serverWith((request, response) => {
    request.resume();
    response.end('{}', () => setImmediate(() => request.socket.destroy()));
  });
  for (let round = 0; round < 5; round++) expect((await ask()).status).toBe(200);
});

test('requests to loopback programs carry Service names', async () => {
  const ask = await serverWith((request, response) => response.end(String(request.headers.host)));
  const { port } = (servers[0] as Server).address() as AddressInfo;
  const url = 'https://hook.default.svc:443/check';
  expect(await ask({ url, program: { host: '127.0.0.1', port } })).toMatchObject({ status: 200, body: 'hook.default.svc' });
});
