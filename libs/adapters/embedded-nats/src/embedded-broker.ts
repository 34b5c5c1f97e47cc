import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Logger, silentLogger } from '@klockwork/kernel';
import { Connection, type ConnectionHost } from './connection.ts';
import type { BrokerAuth } from './credentials.ts';
import { TOO_MANY_CONNECTIONS } from './protocol.ts';
import { Router } from './router.ts';

/** Dependencies and limits of a broker. Times are host times. */
export interface BrokerOptions {
  readonly host: string;
  /** 0 lets the host choose. */
  readonly port: number;
  readonly auth: BrokerAuth;
  readonly logger?: Logger;
  /** Maximum payload; larger messages disconnect their sender. */
  readonly payloadBytesMax?: number;
  /** Limit of unread bytes per client; a slower client is disconnected. */
  readonly pendingBytesMax?: number;
  readonly connectionsMax?: number;
  readonly pingIntervalMs?: number;
  readonly pingsOutMax?: number;
  readonly authTimeoutMs?: number;
}

// nats-server's defaults, server/const.go.
const DEFAULTS = {
  payloadBytesMax: 1024 * 1024,
  pendingBytesMax: 64 * 1024 * 1024,
  connectionsMax: 64 * 1024,
  pingIntervalMs: 120_000,
  pingsOutMax: 2,
  authTimeoutMs: 2000,
};

/** Emulated release of nats-server; clients derive available features from it. */
const PROTOCOL_VERSION = '2.9.0';

/** Connection state for diagnosis. */
export interface ConnectionState {
  readonly id: number;
  readonly name: string | undefined;
  readonly delivered: number;
  readonly received: number;
}

/**
 * A broker for one machine that speaks the core NATS protocol: subjects and wildcards, queue groups, headers, requests without
 * responders. No clusters, accounts, JetStream or TLS: for those there is nats-server, and every client works with both.
 */
export class EmbeddedBroker {
  readonly #options: BrokerOptions & typeof DEFAULTS;
  readonly #server: Server;
  readonly #serverId = randomBytes(12).toString('hex').toUpperCase();
  readonly #connections = new Set<Connection>();
  readonly #host: ConnectionHost;
  readonly #logger: Logger;
  #pings: NodeJS.Timeout | undefined;
  #unflushed: Connection[] = [];
  #lastId = 0;

  private constructor(options: BrokerOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#logger = options.logger ?? silentLogger;
    this.#host = {
      ...this.#options,
      router: new Router(),
      flushSoon: (connection) => this.#flushSoon(connection),
      closed: (connection, reason) => this.#forget(connection, reason),
      denied: ({ id, name }, reason) => this.#logger.warn({ client: id, name, reason }, 'client denied'),
    };
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Resolves once clients can connect. Rejects with the host's error (`EADDRINUSE` …). */
  static async listen(options: BrokerOptions): Promise<EmbeddedBroker> {
    const broker = new EmbeddedBroker(options);
    broker.#server.listen(options.port, options.host);
    await once(broker.#server, 'listening');
    broker.#pings = setInterval(() => broker.#checkAlive(), broker.#options.pingIntervalMs).unref();
    return broker;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Without the secret. */
  get url(): string {
    const { host } = this.#options;
    return `nats://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  connections(): ConnectionState[] {
    return [...this.#connections].map((connection) => ({ id: connection.id, name: connection.name, ...connection.counts() }));
  }

  /** Cuts every client off and stops listening. Closing twice is harmless. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    clearInterval(this.#pings);
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#lastId += 1;
    const connection = new Connection(this.#lastId, socket, this.#host);
    this.#connections.add(connection);
    connection.send(`INFO ${JSON.stringify(this.#info(socket))}\r\n`);
    if (this.#connections.size > this.#options.connectionsMax) connection.refuse(TOO_MANY_CONNECTIONS);
  }

  #info(socket: Socket) {
    return {
      server_id: this.#serverId,
      server_name: 'klockwork',
      version: PROTOCOL_VERSION,
      proto: 1,
      host: this.#options.host,
      port: this.port,
      headers: true,
      auth_required: true,
      max_payload: this.#options.payloadBytesMax,
      client_id: this.#lastId,
      client_ip: socket.remoteAddress,
    };
  }

  #forget(connection: Connection, reason: string): void {
    this.#connections.delete(connection);
    this.#logger.debug({ client: connection.id, name: connection.name, reason }, 'client disconnected');
  }

  #checkAlive(): void {
    for (const connection of this.#connections) connection.checkAlive();
  }

  // Batches output: one write per client for all input of an event-loop turn.
  #flushSoon(connection: Connection): void {
    if (this.#unflushed.push(connection) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const unflushedConnections = this.#unflushed;
    this.#unflushed = [];
    for (const connection of unflushedConnections) connection.flush();
  }
}
