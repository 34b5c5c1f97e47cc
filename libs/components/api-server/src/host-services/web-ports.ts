import type { HostClient, HostPorts, LoopbackAddress, OpenHostPort } from '@klockwork/http-api';
import { type Logger, logFailure, messageOf } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import { serveClient } from './http/http-router.ts';
import type { RouteRequest } from './http/routing.ts';
import type { DialedPort } from './outside-dialer.ts';
import type { WebListener } from './web-listener.ts';

/** Dependencies of {@link WebPorts}. */
export interface WebPortsParts {
  readonly ports: HostPorts;
  /** Returns the wanted listeners, each with the routes of now. */
  readonly listeners: () => readonly WebListener[];
  readonly dial: (port: DialedPort) => Promise<Connection>;
  readonly logger: Logger;
}

interface OpenListener {
  /** Its routes are those of now. */
  listener: WebListener;
  readonly open: OpenHostPort;
}

/** HTTP and HTTPS ports of the lab's machine, which route requests to Services. */
export class WebPorts {
  readonly #parts: WebPortsParts;
  readonly #open = new Map<string, OpenListener>();

  constructor(parts: WebPortsParts) {
    this.#parts = parts;
  }

  /** Returns the address of an open listener. */
  addressOf(key: string): LoopbackAddress | undefined {
    return this.#open.get(key)?.open.address;
  }

  /** Opens and closes ports as wanted. A port that cannot be opened is logged. */
  async apply(): Promise<void> {
    const wantedListeners = new Map(this.#parts.listeners().map((listener) => [listener.key, listener]));
    for (const [key, openedListener] of this.#open) {
      const listener = wantedListeners.get(key);
      if (listener !== undefined && isSameSocket(listener, openedListener.listener)) openedListener.listener = listener;
      else await this.#close(key, openedListener);
    }
    for (const listener of wantedListeners.values()) if (!this.#open.has(listener.key)) await this.#openPort(listener);
  }

  async stop(): Promise<void> {
    for (const [key, openedListener] of this.#open) await this.#close(key, openedListener);
  }

  async #close(key: string, { open }: OpenListener): Promise<void> {
    this.#open.delete(key);
    await open.close();
  }

  async #openPort(listener: WebListener): Promise<void> {
    const { key, address } = listener;
    const { ports, logger } = this.#parts;
    const accept = (client: HostClient) => this.#serve(key, client);
    const keysOf = (name: string) => this.#open.get(key)?.listener.keysOf?.(name);
    try {
      const opening =
        listener.keysOf === undefined ? ports.listen(key, address, accept) : ports.listenTls(key, address, { keysOf, accept });
      this.#open.set(key, { listener, open: await opening });
    } catch (error) {
      logger.error({ key, error: messageOf(error) }, 'an HTTP port of the lab could not be opened');
    }
  }

  #serve(key: string, client: HostClient): void {
    const { dial, logger } = this.#parts;
    const openedListener = this.#open.get(key);
    if (openedListener === undefined) client.reset();
    else {
      const scheme = openedListener.listener.keysOf === undefined ? 'http' : 'https';
      const route: RouteRequest = (request) => openedListener.listener.route(request);
      serveClient(client, { scheme, route, dial }).catch((error: unknown) => logFailure(logger, { key }, error));
    }
  }
}

function isSameSocket(one: WebListener, other: WebListener): boolean {
  const { host, port } = one.address;
  return host === other.address.host && port === other.address.port && (one.keysOf === undefined) === (other.keysOf === undefined);
}
