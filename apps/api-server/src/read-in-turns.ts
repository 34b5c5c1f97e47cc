import type { Socket } from 'node:net';

const inTurns = new WeakSet<Socket>();

/**
 * Lets Node.js hand the bytes of a connection of HTTP/1.1 to its parser by way of the stream. By default the parser takes them from the TLS
 * handle, which goes on after a pause: a request that arrives before the last bytes of a large answer have left would end as
 * `HPE_PAUSED`, and its connection with it.
 */
export function readInTurns(socket: Socket): void {
  if (inTurns.has(socket)) return;
  inTurns.add(socket);
  // A listener for data takes the handle from the parser (`_http_server.js`, generateSocketListenerWrapper).
  socket.on('data', ignore);
}

function ignore(): void {}
