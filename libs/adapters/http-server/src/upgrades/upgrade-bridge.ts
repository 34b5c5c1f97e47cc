import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiAnswer, ApiStream, ApiUpgrade, MessageSocket, StreamsUpgrade, TunnelUpgrade } from '@klockwork/http-api';
import { StoppedError, StopSource } from '@klockwork/kernel';
import { failed, logRequestFailure } from '../answers/refusals.ts';
import { connectionOf } from '../either-protocol.ts';
import type { BridgeOptions } from '../http-bridge.ts';
import { apiRequest } from '../requests/api-request.ts';
import { boundedHold } from '../requests/bounded-hold.ts';
import { refusalBytes, spdyHandshakeText, tunnelHandshakeText } from './handshake.ts';
import { RawSocket } from './raw-socket.ts';
import { spdyOver } from './spdy-over.ts';
import { acceptWebSocket, MessageWebSocket, type UpgradeRequest } from './web-socket.ts';

/**
 * Passes upgrade requests to the API, and upgrades the connection if the API agrees. Opening passes the activity's gate; an open
 * connection holds nothing.
 */
export function bridgeUpgrades(server: Server, bridge: BridgeOptions): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const goneStop = new StopSource();
    // A broken connection closes too, and the error has no further use.
    socket.on('error', () => {});
    socket.once('close', () => goneStop.stop());
    upgrade(bridge, { request, socket, head, gone: goneStop }).catch((error: Error) => {
      logRequestFailure(bridge.logger, request, error);
      refuse(socket, failed);
    });
  });
}

interface Upgrade extends UpgradeRequest {
  readonly gone: StopSource;
}

async function upgrade(bridge: BridgeOptions, upgrading: Upgrade): Promise<void> {
  const { request, socket, gone } = upgrading;
  const answer = await handle(bridge, request, gone);
  if (answer === 'gone') return;
  if ('type' in answer) return open(bridge, upgrading, answer);
  refuse(socket, 'body' in answer ? answer : { status: 400, headers: {}, body: 'this answer is no WebSocket\n' });
}

function open(bridge: BridgeOptions, upgrading: Upgrade, answer: ApiUpgrade): void {
  if (answer.type === 'tunnel') openTunnel(bridge, upgrading, answer);
  else if (answer.type === 'spdy') openSpdy(bridge, upgrading, answer);
  else openWebSocket(bridge, upgrading, answer);
}

function openTunnel({ activity }: BridgeOptions, { socket, head, gone }: Upgrade, answer: TunnelUpgrade): void {
  socket.write(tunnelHandshakeText(answer), 'latin1');
  answer.start(new RawSocket(socket, head, { activity, gone }));
}

function refuse(socket: Duplex, refusal: ApiAnswer): void {
  socket.end(refusalBytes(refusal), () => socket.destroy());
}

function openSpdy({ activity }: BridgeOptions, { socket, head, gone }: Upgrade, answer: StreamsUpgrade): void {
  socket.write(spdyHandshakeText(answer.protocol, answer.headers));
  answer.start(spdyOver(new RawSocket(socket, head, { activity, gone }), gone));
}

function openWebSocket(bridge: BridgeOptions, upgrading: Upgrade, answer: Exclude<ApiUpgrade, TunnelUpgrade>): void {
  const { request, socket, gone } = upgrading;
  const protocol = answer.protocol !== '' && { 'sec-websocket-protocol': answer.protocol };
  acceptWebSocket(upgrading, { ...protocol, ...answer.headers }, (openedSocket) => {
    const messages = new MessageWebSocket(openedSocket, socket, { activity: bridge.activity, gone });
    if (answer.type === 'websocket') answer.start(answer.watch ? watched(messages, bridge, request) : messages);
    else answer.start(spdyOver(messages, gone));
  });
}

/** Wraps the socket of a watch: lab time waits for clients that may react to an event. */
function watched(socket: MessageSocket, { foreign }: BridgeOptions, request: IncomingMessage): MessageSocket {
  if (!foreign.isForeign(request.headers['user-agent'], connectionOf(request))) return socket;
  return {
    onMessage: (take) => socket.onMessage(take),
    close: (code) => socket.close(code),
    send(bytes, form) {
      foreign.sent();
      return socket.send(bytes, form);
    },
  };
}

async function handle(
  { api, activity, authenticate, host }: BridgeOptions,
  request: IncomingMessage,
  goneStop: StopSource,
): Promise<ApiAnswer | ApiStream | ApiUpgrade | 'gone'> {
  try {
    const release = boundedHold(await activity.admit('http', goneStop), host);
    try {
      return await api.handle(apiRequest(request, { body: Buffer.alloc(0), authenticate, stop: goneStop }));
    } finally {
      release();
    }
  } catch (error) {
    if (error instanceof StoppedError) return 'gone';
    throw error;
  }
}
