import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiAnswer, ApiStream, ApiUpgrade, MessageSocket } from '@klockwork/api-server';
import { StoppedError, StopSource } from '@klockwork/kernel';
import { apiRequest } from './api-request.ts';
import { connectionOf } from './either-protocol.ts';
import type { HttpBridge } from './http-bridge.ts';
import { failed, tellFailure } from './refusals.ts';
import { RawSocket } from './spdy/raw-socket.ts';
import { spdyOver } from './spdy/spdy-over.ts';
import { handshakeText, refusalBytes, spdyHandshakeText } from './websocket/handshake.ts';
import { WebSocket } from './websocket/websocket.ts';

/**
 * Hands every request to upgrade a connection to the API, and makes a WebSocket of the connection, or SPDY, when the API agrees. The
 * opening comes in through the gate of the activity; an open connection holds nothing.
 */
export function bridgeUpgrades(server: Server, bridge: HttpBridge): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const gone = new StopSource();
    // A broken connection is closed as well, and that is all there is to know.
    socket.on('error', () => {});
    socket.once('close', () => gone.stop());
    upgrade(bridge, { request, socket, head, gone }).catch((error: Error) => {
      tellFailure(bridge.logger, request, error);
      refuse(socket, failed);
    });
  });
}

interface Upgrading {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly gone: StopSource;
}

async function upgrade(bridge: HttpBridge, upgrading: Upgrading): Promise<void> {
  const { request, socket, gone } = upgrading;
  const answer = await handle(bridge, request, gone);
  if (answer === 'gone') return;
  if ('upgrade' in answer) return begin(bridge, upgrading, answer);
  refuse(socket, 'body' in answer ? answer : { status: 400, headers: {}, body: 'this answer is no WebSocket\n' });
}

function refuse(socket: Duplex, refusal: ApiAnswer): void {
  socket.end(refusalBytes(refusal), () => socket.destroy());
}

function begin(bridge: HttpBridge, { request, socket, head, gone }: Upgrading, answer: ApiUpgrade): void {
  const { protocol, headers } = answer;
  const parts = { activity: bridge.activity, gone };
  const isSpdy = answer.upgrade === 'spdy';
  socket.write(
    isSpdy ? spdyHandshakeText(protocol, headers) : handshakeText(String(request.headers['sec-websocket-key']), protocol, headers),
  );
  const messages = isSpdy ? new RawSocket(socket, head, parts) : new WebSocket(socket, head, parts);
  if (answer.upgrade === 'websocket') answer.start(answer.watch ? watched(messages, bridge, request) : messages);
  else answer.start(spdyOver(messages, gone));
}

/** The socket of a watch. Time waits for whoever may react to what is sent over it. */
function watched(socket: MessageSocket, { foreign }: HttpBridge, request: IncomingMessage): MessageSocket {
  if (!foreign.isForeign(request.headers['user-agent'], connectionOf(request))) return socket;
  return {
    onMessage: (take) => socket.onMessage(take),
    close: (code) => socket.close(code),
    send(bytes, form) {
      foreign.told();
      return socket.send(bytes, form);
    },
  };
}

async function handle(
  { api, activity, authenticate }: HttpBridge,
  request: IncomingMessage,
  gone: StopSource,
): Promise<ApiAnswer | ApiStream | ApiUpgrade | 'gone'> {
  try {
    const release = await activity.admit('http', gone);
    try {
      return await api.handle(apiRequest(request, { body: Buffer.alloc(0), user: authenticate(request), stop: gone }));
    } finally {
      release();
    }
  } catch (error) {
    if (error instanceof StoppedError) return 'gone';
    throw error;
  }
}
