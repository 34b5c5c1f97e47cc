import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingActivity } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { type AcceptedTls, dialErrors, type HostTls, TlsError } from '@klockwork/userland';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Identity, loadIdentity } from './identity.ts';
import { connectedEnds } from './testing/memory-connection.ts';
import { NodeTlsClients } from './tls-clients.ts';
import { NodeTlsServers } from './tls-servers.ts';

const NAME = 'api.default.svc';
const folder = mkdtempSync(join(tmpdir(), 'klockwork-tls-client-'));
const activity = new CountingActivity(setImmediate);
const clients = new NodeTlsClients({ activity, errors: dialErrors });
let identity: Identity;

beforeAll(async () => {
  identity = await loadIdentity(folder, [NAME]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Connects a client to a server; `authorities`: those that the server trusts for clients. */
async function connected(tls: Partial<HostTls>, authorities?: string): Promise<{ client: Connection; server: AcceptedTls }> {
  const [near, far] = connectedEnds();
  const accepted = new NodeTlsServers({ errors: dialErrors, activity }).accept(far, identity.server, authorities);
  const opened = clients.connect(near, { serverName: NAME, authorities: identity.authority, ...tls });
  const [client, server] = await Promise.allSettled([opened, accepted]);
  if (client.status === 'rejected') throw client.reason;
  if (server.status === 'rejected') throw server.reason;
  return { client: client.value, server: server.value };
}

test('a server of the lab reads the name in the certificate of its client', async () => {
  const { authority, client: own } = identity.frontProxy;
  const { client, server } = await connected({ client: own }, authority);
  expect(server.clientName).toBe('front-proxy-client');
  await client.write('hello');
  expect(await server.read()).toBe('hello');
  client.close();
});

test.each<[string, () => Partial<HostTls>]>([
  ['without a certificate', () => ({})],
  ['of an unknown authority', () => ({ client: identity.server })],
])('a client %s has no name', async (_, tls) => {
  const { client, server } = await connected(tls(), identity.frontProxy.authority);
  expect(server.clientName).toBeUndefined();
  client.close();
});

test('a server with another name, or of an unknown authority, fails the handshake', async () => {
  const other = connected({ serverName: 'other.default.svc' });
  await expect(other).rejects.toEqual(
    new TlsError('tls: failed to verify certificate: x509: certificate is valid for api.default.svc, not other.default.svc'),
  );
  const unknown = connected({ authorities: identity.frontProxy.authority });
  await expect(unknown).rejects.toEqual(new TlsError('tls: failed to verify certificate: x509: certificate signed by unknown authority'));
});

test('a connection that breaks below TLS rejects with its own failure', async () => {
  const broken: Connection = {
    read: () => Promise.reject(new ConnectionError('refused')),
    write: () => undefined,
    end() {},
    close() {},
    reset() {},
  };
  await expect(clients.connect(broken, { serverName: NAME })).rejects.toEqual(new ConnectionError('refused'));
});

test('lab time waits while a process handles bytes, not while it waits for the other side', async () => {
  const { client, server } = await connected({});
  const idle = () => new Promise<void>((resolve) => void setImmediate(() => (activity.state().holds === 0 ? resolve() : resolve(idle()))));
  await idle();
  const answer = client.read();
  const written = client.write('a question');
  expect(activity.state().holds).toBeGreaterThan(0);
  await written;
  await idle();
  const sent = server.write('an answer');
  expect([await answer, activity.state().holds > 0]).toEqual(['an answer', true]);
  await sent;
  await idle();
  client.close();
});
