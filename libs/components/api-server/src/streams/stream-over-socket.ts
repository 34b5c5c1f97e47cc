import type { ApiAnswer, ApiRequest, ApiStream, ByteSink, MessageSocket, WebSocketUpgrade } from '@klockwork/http-api';
import { TOKEN_PROTOCOL } from '@klockwork/http-api';
import { decodeUtf8, encodeBase64, encodeUtf8, utf8 } from '@klockwork/kernel';

/** Conversion of a stream's chunks to messages, and their frame type. */
interface Speech {
  readonly form: 'binary' | 'text';
  /** Returns the messages of a chunk as byte strings. */
  messages(chunk: string): readonly string[];
}

/** Sends each watch event as a message. Models `WatchServer.HandleWS` of `k8s.io/apiserver/pkg/endpoints/handlers`. */
const EVENTS: Speech = { form: 'text', messages: (chunk) => chunk.split(/(?<=\n)/).map((text) => utf8.encode(text)) };

/** Sends bytes by subprotocol. Models `NewDefaultReaderProtocols` of `apimachinery/pkg/util/httpstream/wsstream`. */
const BYTES: Readonly<Record<string, Speech>> = {
  '': { form: 'binary', messages: (chunk) => [utf8.encode(chunk)] },
  'binary.k8s.io': { form: 'binary', messages: (chunk) => [utf8.encode(chunk)] },
  'base64.binary.k8s.io': { form: 'text', messages: (chunk) => [encodeBase64(encodeUtf8(chunk))] },
};

/** Failed negotiations have an empty answer, as with Go's WebSockets. */
const refusal = (status: number): ApiAnswer => ({ status, headers: {}, body: '' });

/**
 * Returns a watch as requested: unchanged, or over a WebSocket, as browsers and Java clients do. Go's server requires an origin, and at
 * most one subprotocol.
 */
export function upgradeWatch(request: ApiRequest, stream: ApiStream): ApiStream | ApiAnswer | WebSocketUpgrade {
  if (!wantsWebSocket(request)) return stream;
  if (!request.headers.origin) return refusal(403);
  const [protocol = '', ...others] = offered(request);
  return others.length > 0 ? refusal(400) : overSocket(stream, protocol, EVENTS);
}

/** Returns streaming text (a log) as requested: unchanged, or over a WebSocket, with an empty first message. Models `wsstream.Reader`. */
export function upgradeText(request: ApiRequest, stream: ApiStream): ApiStream | ApiAnswer | WebSocketUpgrade {
  if (!wantsWebSocket(request)) return stream;
  const names = offered(request);
  const protocol = names.length === 0 ? '' : names.find((name) => Object.hasOwn(BYTES, name));
  const speech = protocol === undefined ? undefined : BYTES[protocol];
  if (protocol === undefined || speech === undefined) return refusal(403);
  const upgrade = overSocket(stream, protocol, speech);
  return {
    ...upgrade,
    start(socket: MessageSocket) {
      socket.send('', speech.form);
      upgrade.start(socket);
    },
  };
}

function wantsWebSocket({ headers }: ApiRequest): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-key'] !== undefined;
}

function offered({ headers }: ApiRequest): string[] {
  const names = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && !name.startsWith(TOKEN_PROTOCOL));
}

function overSocket({ watch, start }: ApiStream, protocol: string, speech: Speech): WebSocketUpgrade {
  return {
    type: 'websocket',
    protocol,
    headers: {},
    ...(watch && { watch }),
    start(socket) {
      // Messages of the client are ignored.
      socket.onMessage(() => undefined);
      start(new SocketSink(socket, speech));
    },
  };
}

class SocketSink implements ByteSink {
  readonly #socket: MessageSocket;
  readonly #speech: Speech;
  #behind: Promise<void> | undefined;

  constructor(socket: MessageSocket, speech: Speech) {
    this.#socket = socket;
    this.#speech = speech;
  }

  write(chunk: string | Uint8Array): boolean {
    const text = typeof chunk === 'string' ? chunk : decodeUtf8(chunk);
    for (const message of this.#speech.messages(text)) this.#behind = this.#socket.send(message, this.#speech.form);
    return this.#behind === undefined;
  }

  async drained(): Promise<void> {
    await this.#behind;
  }

  end(): void {
    this.#socket.close(1_000);
  }
}
