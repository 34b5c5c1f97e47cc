import type { StopSignal } from '@klockwork/kernel';
import type { SpdyConnection, SpdyConnectionOptions } from '@klockwork/spdy';

/** A request of the Kubernetes HTTP API, free of any server framework. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded path without query. */
  readonly path: string;
  /** Query without question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Decoded body, if the adapter decoded well-formed UTF-8: hosts decode much faster than our code. */
  readonly text?: string | undefined;
  /** Undefined without valid credentials. */
  readonly user: string | undefined;
  /** Stops when the client disconnects or the server stops. */
  readonly stop: StopSignal;
}

/** Complete answer. `body`: UTF-8 text, prebuilt bytes, or texts built while sent. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | TextSequence;
}

/**
 * Large body in parts. Each text is built when taken, and may be empty. The adapter takes the next text after the client took all previous
 * ones, and serves other requests in between.
 */
export interface TextSequence {
  readonly texts: Iterable<string>;
}

/** Returns a body as one text or its bytes, for tests and single-message answers. */
export function wholeBody(body: ApiAnswer['body']): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : [...body.texts].join('');
}

/**
 * Streaming answer (watch, logs -f). `start` is called after the headers are sent. `write` returns false for a slow client: the writer then
 * awaits `drained` or stops.
 */
export interface ApiStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Set for watches: their readers include controllers that react immediately. */
  readonly watch?: true;
  start(sink: ByteSink): void;
}

/** Destination of a stream's chunks. */
export interface ByteSink {
  write(chunk: string | Uint8Array): boolean;
  drained(): Promise<void>;
  end(): void;
}

/** Answer that upgrades to a WebSocket (exec, attach; watches and logs on request). `start` is called after the handshake. */
export interface WebSocketUpgrade {
  readonly upgrade: 'websocket';
  /** Subprotocol chosen from the client's offer; '' for none. */
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Same as in ApiStream. */
  readonly watch?: true;
  start(socket: MessageSocket): void;
}

/**
 * Answer that upgrades to multiple streams: SPDY, or SPDY in WebSocket messages (port-forward; exec and attach of old clients). `start` is
 * called after the handshake, with the streams.
 */
export interface StreamsUpgrade {
  readonly upgrade: 'spdy' | 'spdy-in-websocket';
  /** Protocol of the streams, chosen from the client's offer. */
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  start(connect: (onStream: SpdyConnectionOptions['onStream']) => SpdyConnection): void;
}

/** Answer that upgrades the connection. */
export type ApiUpgrade = WebSocketUpgrade | StreamsUpgrade;

/** WebSocket with whole messages in both directions. Disconnection stops the request's `stop`. */
export interface MessageSocket {
  /** Registers the receiver of client messages as byte strings. The next message waits for a returned promise. */
  onMessage(take: (bytes: string) => Promise<void> | undefined): void;
  /** Sends a byte string as binary or text message. Returns a promise while the client is slow. */
  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined;
  /** Closes the connection after all sent messages. `code`: RFC 6455. */
  close(code: number): void;
}

/** The API server as an adapter sees it. Never throws: refusals are answers. */
export interface HttpApi {
  handle(request: ApiRequest): Promise<ApiAnswer | ApiStream | ApiUpgrade>;
}
