import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { HostClient, HostPorts, HttpApi, LoopbackAddress, OpenHostPort } from '@klockwork/http-api';
import { type Activity, assert } from '@klockwork/kernel';
import { HttpServer, type HttpServerOptions } from '../http-server.ts';
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
  /** Ports of HTTP servers. */
  readonly http: Omit<HttpServerOptions, 'api' | 'authenticate'>;
  /** Returns an unused loopback port. */
  freePort(): Promise<number>;
}

/** Listens on an address. Rejects with the system's error. */
type Listen = (address: LoopbackAddress) => Promise<unknown>;

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
    const address = await activity.track(
      'host port',
      this.#listenNear((at) => listen(server, at), key, wanted),
    );
    return { address, close: () => close(server, sockets) };
  }

  async serve(key: string, wanted: LoopbackAddress, api: HttpApi): Promise<OpenHostPort> {
    assert(wanted.host.startsWith('127.'), 'ports of the lab are open on loopback only');
    const { activity, http } = this.#parts;
    const server = HttpServer.overHttp({ ...http, api, authenticate: () => undefined });
    const near = this.#listenNear(({ host, port }) => server.listen(port, host), key, wanted);
    return { address: await activity.track('host port', near), close: () => server.close() };
  }

  async #listenNear(listen: Listen, key: string, wanted: LoopbackAddress): Promise<LoopbackAddress> {
    const { stored, freePort } = this.#parts;
    if (await succeeds(listen, wanted)) return wanted;
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
