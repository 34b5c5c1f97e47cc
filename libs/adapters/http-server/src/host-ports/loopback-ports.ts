import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { HostClient, HostKeyPair, HostPorts, LoopbackAddress, OpenHostPort, TlsAcceptor } from '@klockwork/http-api';
import { type Activity, assert, type Logger } from '@klockwork/kernel';
import { AcceptedClient } from './accepted-client.ts';
import { TlsContexts } from './tls-contexts.ts';

/** Ports that replaced wanted addresses, by key. */
export interface StoredPorts {
  get(key: string): number | undefined;
  set(key: string, port: number): void;
}

/** Dependencies of {@link LoopbackPorts}. */
export interface LoopbackPortsParts {
  readonly activity: Activity;
  readonly stored: StoredPorts;
  /** Certificate for clients without another; created on first use. */
  readonly defaultKeys: () => HostKeyPair;
  readonly logger: Logger;
  /** Returns an unused loopback port. */
  freePort(): Promise<number>;
}

/** Listens on an address. Rejects with the system's error. */
type Listen = (address: LoopbackAddress) => Promise<unknown>;

const LOOPBACK = '127.0.0.1';
/** Max connections of a port. */
const CONNECTIONS_MAX = 1_000;
const SOCKET_OPTIONS = { allowHalfOpen: true, noDelay: true } as const;

/** Ports on the loopback network of this machine. */
export class LoopbackPorts implements HostPorts {
  readonly #parts: LoopbackPortsParts;

  constructor(parts: LoopbackPortsParts) {
    this.#parts = parts;
  }

  async listen(key: string, wantedAddress: LoopbackAddress, accept: (client: HostClient) => void): Promise<OpenHostPort> {
    const { activity } = this.#parts;
    const server = createServer(SOCKET_OPTIONS, (socket) => accept(new AcceptedClient(socket, activity)));
    return this.#open(server, key, wantedAddress);
  }

  async listenTls(key: string, wantedAddress: LoopbackAddress, { keysOf, accept }: TlsAcceptor): Promise<OpenHostPort> {
    const { activity, defaultKeys, logger } = this.#parts;
    const { key: ownKey, certificate } = defaultKeys();
    const contexts = new TlsContexts(logger);
    const server = createTlsServer(
      {
        ...{ ...SOCKET_OPTIONS, key: ownKey, cert: certificate, ALPNProtocols: ['http/1.1'] },
        SNICallback: (name, answer) => answer(null, contexts.of(keysOf(name))),
      },
      (socket) => accept(new AcceptedClient(socket, activity)),
    );
    // A client that rejects the certificate leaves; Node.js closes its connection.
    server.on('tlsClientError', () => {});
    return this.#open(server, key, wantedAddress);
  }

  async #open(server: Server, key: string, wantedAddress: LoopbackAddress): Promise<OpenHostPort> {
    assert(wantedAddress.host.startsWith('127.'), 'ports of the lab are open on loopback only');
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.maxConnections = CONNECTIONS_MAX;
    const opening = this.#listenNear((at) => listen(server, at), key, wantedAddress);
    return { address: await this.#parts.activity.track('host port', opening), close: () => close(server, sockets) };
  }

  async #listenNear(listen: Listen, key: string, wantedAddress: LoopbackAddress): Promise<LoopbackAddress> {
    const { stored, freePort } = this.#parts;
    if (await succeeds(listen, wantedAddress)) return wantedAddress;
    const former = stored.get(key);
    const usual = former === undefined ? undefined : { host: LOOPBACK, port: former };
    if (usual !== undefined && (await succeeds(listen, usual))) return usual;
    const port = await freePort();
    await listen({ host: LOOPBACK, port });
    stored.set(key, port);
    return { host: LOOPBACK, port };
  }
}

async function listen(server: Server, { host, port }: LoopbackAddress): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

/** An address that cannot be used is replaced by another. */
async function succeeds(listen: Listen, address: LoopbackAddress): Promise<boolean> {
  try {
    await listen(address);
    return true;
  } catch {
    return false;
  }
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
