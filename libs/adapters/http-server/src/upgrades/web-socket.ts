import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@klockwork/http-api';
import { type WebSocket, WebSocketServer } from 'ws';
import { pendingDrain } from '../answers/caught-up.ts';
import { type IntakeParts, MessageIntake } from './message-intake.ts';

/** Max bytes of a message. kubectl sends at most 32 KiB. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

/** Connection that a client wants to upgrade. */
export interface UpgradeRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** Bytes received after the headers. */
  readonly head: Buffer;
}

/**
 * Completes the handshake of a WebSocket with additional headers, and calls `onOpen`. A request that violates RFC 6455 receives an error
 * and no call.
 */
export function acceptWebSocket(
  { request, socket, head }: UpgradeRequest,
  headers: Readonly<Record<string, string>>,
  onOpen: (openedSocket: WebSocket) => void,
): void {
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, maxPayload: MESSAGE_BYTES_MAX },
    // Upstream passes text messages on as bytes, without validation.
    skipUTF8Validation: true,
  });
  server.on('headers', (lines) => void lines.push(...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)));
  // ws rejects subprotocols with a slash, such as kubectl's SPDY/3.1+portforward.k8s.io. The API has already selected one.
  request.headers['sec-websocket-protocol'] = undefined;
  server.handleUpgrade(request, socket, head, onOpen);
}

/** Open WebSocket, whose messages pass the activity's gate. */
export class MessageWebSocket implements MessageSocket {
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  readonly #intake: MessageIntake;

  /** `socket`: connection below `webSocket`. */
  constructor(webSocket: WebSocket, socket: Duplex, parts: IntakeParts) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#intake = new MessageIntake(webSocket, parts);
    webSocket.on('message', (message: Buffer) => this.#read(message));
    // After a protocol violation ws itself sends the close frame; a lost connection stops `gone`.
    webSocket.on('error', () => {});
    socket.once('end', () => socket.destroy());
  }

  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.#intake.onMessage(take);
  }

  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined {
    if (!this.#isOpen || !this.#socket.writable) return undefined;
    this.#webSocket.send(Buffer.from(bytes, 'latin1'), { binary: form === 'binary' });
    return pendingDrain(this.#socket);
  }

  close(code: number): void {
    if (!this.#isOpen) return;
    this.#webSocket.close(code);
    // Like Go's server, closes its side at once, without the client's close frame.
    this.#socket.end();
  }

  get #isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  /** Messages after the close frame are ignored. */
  #read(message: Buffer): void {
    if (this.#isOpen) this.#intake.add(message);
  }
}
