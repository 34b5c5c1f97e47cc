import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { HostClient, HostPorts, LoopbackAddress, OpenHostPort } from '@klockwork/http-api';
import { type Activity, assert } from '@klockwork/kernel';
import { AcceptedClient } from './accepted-client.ts';

/** Ports that replaced wanted addresses, by key. */
export interface StoredPorts {
  get(key: string): number | undefined;
  set(key: string, port: number): void;
}

/** Dependencies of {@link LoopbackPorts}. */
export interface LoopbackPortsParts {
  readonly activity: Activity;
  readonly stored: StoredPorts;
  /** Returns an unused loopback port. */
  freePort(): Promise<number>;
}

const LOOPBACK = '127.0.0.1';
/** Max connections of a port. */
const CONNECTIONS_MAX = 1_000;

/** Ports on the loopback network of this machine. */
export class LoopbackPorts implements HostPorts {
  readonly #parts: LoopbackPortsParts;

  constructor(parts: LoopbackPortsParts) {
    this.#parts = parts;
  }

  async listen(key: string, wanted: LoopbackAddress, accept: (client: HostClient) => void): Promise<OpenHostPort> {
    assert(wanted.host.startsWith('127.'), 'ports of the lab are open on loopback only');
    const { activity } = this.#parts;
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      accept(new AcceptedClient(socket, activity));
    });
    server.maxConnections = CONNECTIONS_MAX;
    const address = await activity.track('host port', this.#listenNear(server, key, wanted));
    return { address, close: () => close(server, sockets) };
  }

  async #listenNear(server: Server, key: string, wanted: LoopbackAddress): Promise<LoopbackAddress> {
    const { stored, freePort } = this.#parts;
    if ((await listenFailure(server, wanted)) === undefined) return wanted;
    const former = stored.get(key);
    const usual = former === undefined ? undefined : { host: LOOPBACK, port: former };
    if (usual !== undefined && (await listenFailure(server, usual)) === undefined) return usual;
    const failure = await listenFailure(server, { host: LOOPBACK, port: await freePort() });
    if (failure !== undefined) throw failure;
    const { port } = server.address() as AddressInfo;
    stored.set(key, port);
    return { host: LOOPBACK, port };
  }
}

/** Returns the system's error; undefined once the server listens. */
async function listenFailure(server: Server, { host, port }: LoopbackAddress): Promise<Error | undefined> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
