import {
  type ApiAnswer,
  type ApiRequest,
  type ApiStream,
  type ByteSink,
  type MessageSocket,
  type WebSocketUpgrade,
  wholeBody,
} from '@klockwork/http-api';
import { byteString, utf8 } from '@klockwork/kernel';

/** Status code of RFC 6455 for an end in order. */
const NORMAL = 1000;
/** Subresources whose WebSockets are the API's own. */
const SESSIONS: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward']);
/** Parameter of this origin: browsers cannot set headers of WebSockets. */
const ACCEPT = /(?:^|&)accept=([^&]*)/;
const HANDSHAKE = /^(?:connection|upgrade|sec-websocket-.*)$/;

/** True for the WebSocket of a stream: a watch, or a followed log. */
export function isForStream({ headers }: ApiRequest, segments: readonly string[]): boolean {
  return headers.upgrade !== undefined && !SESSIONS.has(segments.at(-1) ?? '');
}

/** Returns the request for the stream itself. Its query may contain the header Accept: `accept=application%2Fjson`. */
export function streamRequest(request: ApiRequest): ApiRequest {
  const headers = Object.entries(request.headers).filter(([name]) => !HANDSHAKE.test(name));
  const [, accept] = ACCEPT.exec(request.query) ?? [];
  const query = request.query.replace(ACCEPT, '').replace(/^&/, '');
  return {
    ...request,
    query,
    headers: { ...Object.fromEntries(headers), ...(accept !== undefined && { accept: decodeURIComponent(accept) }) },
  };
}

/**
 * Returns a stream, or a complete answer, as a WebSocket with binary messages, whose bytes are those of the stream. Browsers open six other connections per origin
 * only, for all pages together.
 */
export function socketOf(answer: ApiStream | ApiAnswer): WebSocketUpgrade {
  const watch = 'body' in answer ? undefined : answer.watch;
  return {
    ...{ type: 'websocket', protocol: '', headers: {} },
    ...(watch && { watch }),
    start(socket) {
      const sink = new SocketSink(socket);
      if ('start' in answer) return answer.start(sink);
      sink.write(wholeBody(answer.body));
      sink.end();
    },
  };
}

class SocketSink implements ByteSink {
  readonly #socket: MessageSocket;
  #slow: Promise<void> | undefined;

  constructor(socket: MessageSocket) {
    this.#socket = socket;
  }

  write(chunk: string | Uint8Array): boolean {
    this.#slow = this.#socket.send(typeof chunk === 'string' ? utf8.encode(chunk) : byteString(chunk), 'binary');
    return this.#slow === undefined;
  }

  async drained(): Promise<void> {
    await this.#slow;
  }

  end(): void {
    this.#socket.close(NORMAL);
  }
}
