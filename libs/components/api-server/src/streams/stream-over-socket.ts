import { decodeUtf8, encodeBase64, encodeUtf8 } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest, ApiStream, ByteSink, MessageSocket, WebSocketUpgrade } from '../http.ts';
import { TOKEN_PROTOCOL } from '../routing/bearer-token.ts';
import { byteString } from './byte-string.ts';

/** What becomes of a stream's chunks: messages, and in what kind of frame they are sent. */
interface Speech {
  readonly form: 'binary' | 'text';
  /** The messages of a chunk, as byte strings. */
  messages(chunk: string): readonly string[];
}

/** Events of a watch: each is a message. Models `WatchServer.HandleWS` of `k8s.io/apiserver/pkg/endpoints/handlers`. */
const EVENTS: Speech = { form: 'text', messages: (chunk) => chunk.split(/(?<=\n)/).map(utf8) };

/** Bytes as they come, by subprotocol. Models `NewDefaultReaderProtocols` of `apimachinery/pkg/util/httpstream/wsstream`. */
const BYTES: Readonly<Record<string, Speech>> = {
  '': { form: 'binary', messages: (chunk) => [utf8(chunk)] },
  'binary.k8s.io': { form: 'binary', messages: (chunk) => [utf8(chunk)] },
  'base64.binary.k8s.io': { form: 'text', messages: (chunk) => [encodeBase64(encodeUtf8(chunk))] },
};

/** Most of what is said: its bytes are its characters. */
const ASCII = /^[\0-\x7f]*$/;

/** What cannot be agreed on is answered without a word, as Go's WebSockets do. */
const refused = (status: number): ApiAnswer => ({ status, headers: {}, body: '' });

/**
 * A watch as its client wants it: as it is, or over a WebSocket, which is how browsers and Java clients watch. Go's server asks such
 * clients for an origin, and for one subprotocol at most.
 */
export function upgradeWatch(request: ApiRequest, stream: ApiStream): ApiStream | ApiAnswer | WebSocketUpgrade {
  if (!wantsWebSocket(request)) return stream;
  if (!request.headers.origin) return refused(403);
  const [protocol = '', ...others] = offered(request);
  return others.length > 0 ? refused(400) : overSocket(stream, protocol, EVENTS);
}

/** Text that goes on (a log) as its client wants it: as it is, or over a WebSocket, where an empty message comes first. Models `wsstream.Reader`. */
export function upgradeText(request: ApiRequest, stream: ApiStream): ApiStream | ApiAnswer | WebSocketUpgrade {
  if (!wantsWebSocket(request)) return stream;
  const names = offered(request);
  const protocol = names.length === 0 ? '' : names.find((name) => Object.hasOwn(BYTES, name));
  const speech = protocol === undefined ? undefined : BYTES[protocol];
  if (protocol === undefined || speech === undefined) return refused(403);
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
    upgrade: 'websocket',
    protocol,
    headers: {},
    ...(watch && { watch }),
    start(socket) {
      // Nothing that a client says is listened to.
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

function utf8(text: string): string {
  return ASCII.test(text) ? text : byteString(encodeUtf8(text));
}
