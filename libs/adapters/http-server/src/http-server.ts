import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ForeignWatches } from './foreign-watches.ts';
import { type BridgeOptions, bridgeHttp } from './http-bridge.ts';
import { endBadConnection, type Limits, serverLimits } from './limits/server-limits.ts';
import { OpenConnections } from './open-connections.ts';
import { type ServerKeys, twoProtocols } from './two-protocols.ts';
import { bridgeUpgrades } from './upgrades/upgrade-bridge.ts';

/** API behind the server, and the ports that the server uses. */
export interface HttpServerOptions extends Omit<BridgeOptions, 'foreign'> {
  /** Host time in ms for which lab time waits after each event sent to a foreign controller; 0 for none. */
  readonly settleMs: number;
}

/** Server of Node.js that passes requests and upgrades to an HttpApi. */
export class HttpServer {
  readonly #server: Server;
  readonly #connections: OpenConnections;

  constructor(server: Server, options: HttpServerOptions) {
    const { activity, host, settleMs } = options;
    const bridge = { ...options, foreign: new ForeignWatches({ activity, host, settleMs }) };
    this.#server = server;
    this.#connections = new OpenConnections(server);
    bridgeHttp(server, bridge);
    bridgeUpgrades(server, bridge);
  }

  /** Creates a server of HTTP/2 and HTTP/1.1 over TLS. */
  static overTls(keys: ServerKeys, options: HttpServerOptions, limits: Limits = serverLimits()): HttpServer {
    return new HttpServer(twoProtocols(keys, limits), options);
  }

  /** Creates a server of HTTP/1.1 without TLS: for loopback. */
  static overHttp(options: HttpServerOptions, { http1 }: Limits = serverLimits()): HttpServer {
    const server = Object.assign(createServer(http1), { maxHeadersCount: http1.maxHeadersCount });
    return new HttpServer(server.on('clientError', endBadConnection), options);
  }

  /** Listens on a port, or on a free one for 0, and returns its number. Rejects with the system's error. */
  async listen(port: number, host: string): Promise<number> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Closes the listening socket and all connections. Resolves when they are closed. */
  async close(): Promise<void> {
    this.#connections.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
