import type { Socket } from 'node:net';

const inTurns = new WeakSet<Socket>();

/**
 * Makes Node.js pass the bytes of an HTTP/1.1 connection to its parser through the stream. By default the parser reads the TLS handle
 * directly, even after a pause: a request that arrives before the last bytes of a large answer have left would end as
 * `HPE_PAUSED`, together with its connection.
 */
export function readInTurns(socket: Socket): void {
  if (inTurns.has(socket)) return;
  inTurns.add(socket);
  // A data listener detaches the handle from the parser (`_http_server.js`, generateSocketListenerWrapper).
  socket.on('data', ignore);
}

function ignore(): void {}
