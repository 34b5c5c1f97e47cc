import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { CountingActivity, StoppedError, StopSource } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { loadIdentity } from '@klockwork/tls';
import { dialErrors, TlsError } from '@klockwork/userland';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
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
  return new TcpDialer({ activity, host: nodeTimer, errors: dialErrors });
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

describe('with TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-dialer-'));
  const identity = loadIdentity(folder, ['api.default.svc']);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Returns a TLS server that tells the name of its client. */
  async function tlsServer(): Promise<{ host: string; port: number }> {
    const { server: pair, frontProxy } = identity;
    const options = { key: pair.key, cert: pair.certificate, ca: frontProxy.authority, requestCert: true, rejectUnauthorized: false };
    const server = createTlsServer(options, (socket) => {
      socket.on('error', () => {});
      socket.end(socket.authorized ? String(socket.getPeerCertificate().subject.CN) : 'nobody');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }

  test('the server is verified by name and authority, and knows its client', async () => {
    const { authority, frontProxy } = identity;
    const tls = { serverName: 'api.default.svc', authorities: authority, client: frontProxy.client };
    const connection = await dialerOf().dial(await tlsServer(), new StopSource(), tls);
    expect([await connection.read(), await connection.read()]).toEqual(['front-proxy-client', undefined]);
    connection.reset();
  });

  test('an unverified connection accepts any certificate', async () => {
    const connection = await dialerOf().dial(await tlsServer(), new StopSource(), { serverName: 'other', isUnverified: true });
    expect(await connection.read()).toBe('nobody');
    connection.close();
  });

  test.each([
    ['another name', 'other.default.svc', true, 'x509: certificate is valid for api.default.svc, not other.default.svc'],
    ['an unknown authority', 'api.default.svc', false, 'x509: certificate signed by unknown authority'],
  ])("a certificate with %s is refused in Go's words", async (_, serverName, isTrusted, reason) => {
    const { authority } = identity;
    const tls = { serverName, ...(isTrusted && { authorities: authority }) };
    const dialled = dialerOf().dial(await tlsServer(), new StopSource(), tls);
    await expect(dialled).rejects.toEqual(new TlsError(`tls: failed to verify certificate: ${reason}`));
  });

  test("a plain server is refused in Go's words", async () => {
    const address = await serverOf((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const dialled = dialerOf().dial(address, new StopSource(), { serverName: 'api', isUnverified: true });
    await expect(dialled).rejects.toEqual(new TlsError('http: server gave HTTP response to HTTPS client'));
  });
});
