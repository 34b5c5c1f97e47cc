import type { EventEmitter } from 'node:events';
import type { ServerHttp2Session } from 'node:http2';
import type { Server, Socket } from 'node:net';

/** Open connections of a server: HTTP, upgraded, or still before TLS. */
export class OpenConnections {
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => remember(this.#sockets, socket));
    server.on('session', (session: ServerHttp2Session) => remember(this.#sessions, session));
  }

  /** Sends GOAWAY with the last processed request to HTTP/2 clients, then closes all connections. */
  cut(): void {
    for (const session of this.#sessions) if (!session.destroyed) session.goaway();
    // Node.js writes the GOAWAY frames at the end of the turn.
    setImmediate(() => {
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}

function remember<Connection extends EventEmitter>(open: Set<Connection>, connection: Connection): void {
  open.add(connection);
  connection.once('close', () => open.delete(connection));
}
