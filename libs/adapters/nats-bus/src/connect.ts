import { connect, Events, type NatsConnection } from 'nats';
import type { NatsAuth } from './nats-servers.ts';

/** The client's types and its one function that the adapter uses: no other file of it imports the client (docs/adr/0023-nats-client.md). */
export { createInbox, type Msg, type NatsConnection, type Subscription as NatsSubscription } from 'nats';

/** Address of a NATS server, and listeners. Times are host times. */
export interface ConnectOptions {
  /** Connection name, shown in the server's monitoring. */
  readonly name: string;
  readonly servers: readonly string[];
  readonly auth?: NatsAuth | undefined;
  /** Minimum wait between attempts, in ms; a random part of equal size is added. */
  readonly reconnectWaitMs?: number;
  readonly pingIntervalMs?: number;
}

/** Returns the user name of the process's inboxes. */
export function userOf({ auth, name }: ConnectOptions): string {
  return auth !== undefined && 'user' in auth ? auth.user : name;
}

/** Event of a connection. `closed` is final: requested, or caused by rejected credentials. */
export type ConnectionStatus = 'connected' | 'disconnected' | 'reconnected' | 'closed';

const RECONNECT_WAIT_MS = 100;
const PING_INTERVAL_MS = 20_000;
// Short: clients wait this long if a server stops between accept and greeting.
const HANDSHAKE_MS_MAX = 2000;

/**
 * Waits for a server without limit, and reconnects forever. Rejects after two rejections of the credentials: the first may hit a server
 * during reconfiguration.
 */
export function connectForEver(options: ConnectOptions): Promise<NatsConnection> {
  const waitMs = options.reconnectWaitMs ?? RECONNECT_WAIT_MS;
  return connect({
    name: options.name,
    servers: [...options.servers],
    ...credentials(options.auth),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: waitMs,
    reconnectJitter: waitMs,
    pingInterval: options.pingIntervalMs ?? PING_INTERVAL_MS,
    timeout: HANDSHAKE_MS_MAX,
  });
}

/** Receives the connection's changes of status and its permission errors. */
export interface StatusListener {
  changed(status: ConnectionStatus, detail: string): void;
  /** Reports a message or subscription that permissions deny. */
  denied(reason: string): void;
}

/** Reports each change of the connection, and each denial, until it is closed. */
export function watchStatus(connection: NatsConnection, listener: StatusListener): void {
  void watchChanges(connection, listener);
  // The client's iterator of changes never ends.
  void connection.closed().then((error) => listener.changed('closed', error ? error.message : 'closed by this process'));
}

async function watchChanges(connection: NatsConnection, { changed, denied }: StatusListener): Promise<void> {
  for await (const status of connection.status()) {
    if (status.permissionContext !== undefined) denied(`${status.permissionContext.operation} ${status.permissionContext.subject}`);
    else if (status.type === Events.Disconnect) changed('disconnected', String(status.data));
    else if (status.type === Events.Reconnect) changed('reconnected', String(status.data));
  }
}

function credentials(auth: NatsAuth | undefined): { token: string } | { user: string; pass: string } | undefined {
  if (auth === undefined) return undefined;
  return 'token' in auth ? { token: auth.token } : { user: auth.user, pass: auth.password };
}
