import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bridgeHttp, type HttpBridge } from './http-bridge.ts';
import { OpenConnections } from './open-connections.ts';
import { bridgeUpgrades } from './upgrade-bridge.ts';

/** Where clients find the API: a server of the host whose requests, and upgrades, are handed to the API. */
export class ApiPort {
  readonly #server: Server;
  readonly #connections: OpenConnections;

  constructor(server: Server, bridge: HttpBridge) {
    this.#server = server;
    this.#connections = new OpenConnections(server);
    bridgeHttp(server, bridge);
    bridgeUpgrades(server, bridge);
  }

  /** Begins to take connections, and gives the port, which may be asked for as 0. Rejects with the system's error. */
  async listen(port: number, host: string): Promise<number> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Takes no more connections, and cuts off those that are open. Resolves when they are closed. */
  async close(): Promise<void> {
    this.#connections.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
