import type { EventEmitter } from 'node:events';
import type { ServerHttp2Session } from 'node:http2';
import type { Server, Socket } from 'node:net';

/** All connections of a server, whatever became of them: of HTTP, upgraded, or not even greeted. */
export class OpenConnections {
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => remember(this.#sockets, socket));
    server.on('session', (session: ServerHttp2Session) => remember(this.#sessions, session));
  }

  /** Ends what is under way: clients of HTTP/2 are told first that the server goes away, and which of their requests it has seen. */
  cut(): void {
    for (const session of this.#sessions) if (!session.destroyed) session.goaway();
    // What was said goes out at the end of the turn, to those who read.
    setImmediate(() => {
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}

function remember<Connection extends EventEmitter>(open: Set<Connection>, connection: Connection): void {
  open.add(connection);
  connection.once('close', () => open.delete(connection));
}
