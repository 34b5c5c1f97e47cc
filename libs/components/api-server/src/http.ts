import type { StopSignal } from '@klockwork/kernel';
import type { SpdyConnection, SpdyConnectionOptions } from '@klockwork/spdy';

/** A request of the Kubernetes HTTP API, free of any server framework. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** The body decoded, when the adapter did that and its bytes are well-formed UTF-8: hosts do it far faster than we can. */
  readonly text?: string | undefined;
  /** Undefined when no valid credential came with it. */
  readonly user: string | undefined;
  /** The client is gone, or the server stops. */
  readonly stop: StopSignal;
}

/** A whole answer. `body` is UTF-8 text, bytes that were made before, or texts that are made while they are sent. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | TextSequence;
}

/**
 * A large body in parts. Each text is made when it is taken, and may be empty. The adapter takes the next one when the client has
 * taken those before it, and lets other requests have their turn in between.
 */
export interface TextSequence {
  readonly texts: Iterable<string>;
}

/** A body as one text, or as its bytes. For tests and for answers that travel in one message. */
export function wholeBody(body: ApiAnswer['body']): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : [...body.texts].join('');
}

/**
 * An answer that goes on (watch, logs -f). `start` is called once the headers are on their way.
 * `write` says false when the client is slower than it should be: the writer then waits for `drained` or gives up.
 */
export interface ApiStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Set on a watch: whoever reads it may be a controller that is about to react. */
  readonly watch?: true;
  start(sink: ByteSink): void;
}

/** Where a stream's chunks go. */
export interface ByteSink {
  write(chunk: string | Uint8Array): boolean;
  drained(): Promise<void>;
  end(): void;
}

/** An answer that turns the connection into a WebSocket (exec, attach; watches and logs for those who want them so). `start` is called once the handshake is done. */
export interface WebSocketUpgrade {
  readonly upgrade: 'websocket';
  /** The subprotocol that was chosen of those the client offers; '' for none. */
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As of an ApiStream. */
  readonly watch?: true;
  start(socket: MessageSocket): void;
}

/**
 * An answer that turns the connection into one of many streams: SPDY, or SPDY in the messages of a WebSocket (port-forward; exec and
 * attach of old clients). `start` is called once the handshake is done, and connects by what it is given.
 */
export interface StreamsUpgrade {
  readonly upgrade: 'spdy' | 'spdy-in-websocket';
  /** What is spoken on the streams: the one that was chosen of those the client offers. */
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  start(connect: (onStream: SpdyConnectionOptions['onStream']) => SpdyConnection): void;
}

/** An answer that turns the connection into something else. */
export type ApiUpgrade = WebSocketUpgrade | StreamsUpgrade;

/** A WebSocket: whole messages in both directions. That it is gone is said by the request's `stop`. */
export interface MessageSocket {
  /** Called for each message of the client, as a byte string. The next one waits for the promise, if there is one. */
  onMessage(take: (bytes: string) => Promise<void> | undefined): void;
  /** Sends a byte string as a binary message, or as text. Gives a promise while the client is behind. */
  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined;
  /** Closes the connection, after all that was sent. `code` as in RFC 6455. */
  close(code: number): void;
}

/** The API server as an adapter sees it. Never throws: refusals are answers. */
export interface HttpApi {
  handle(request: ApiRequest): Promise<ApiAnswer | ApiStream | ApiUpgrade>;
}
