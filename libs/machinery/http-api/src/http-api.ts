import type { StopSignal } from '@klockwork/kernel';
import type { StreamsUpgrade, TunnelUpgrade, WebSocketUpgrade } from './upgrade.ts';

/** Request of the Kubernetes HTTP API, independent of any server. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded path, without the query. */
  readonly path: string;
  /** Query without the question mark. */
  readonly query: string;
  /** Headers; names are in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Text of the body, if the server decoded it; undefined also for malformed UTF-8. */
  readonly text?: string | undefined;
  /** Authenticated user; undefined without a valid credential. */
  readonly user: string | undefined;
  /** Client certificate of the connection; `invalid` for one that this server does not believe. */
  readonly certificate?: ClientCertificate | 'invalid' | undefined;
  /** Properties of `user`, if the sender acts as another user; set by the API itself. */
  readonly impersonated?: ImpersonatedUser | undefined;
  /** Stops when the client disconnects, or the server stops. */
  readonly stop: StopSignal;
}

/** User as which the sender of a request acts. */
export interface ImpersonatedUser {
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Identity of a client by its certificate. */
export interface ClientCertificate {
  readonly organizations: readonly string[];
  /** SHA-256 of the encoded certificate, in lower case hexadecimal digits. */
  readonly sha256: string;
}

/** Complete answer. The body is text, prepared bytes, or texts created during sending. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | TextSequence;
}

/**
 * Large body in parts. Iteration creates each text, possibly empty. The server takes the next text once the client has received the
 * previous ones, and serves other requests in between.
 */
export interface TextSequence {
  readonly texts: Iterable<string>;
}

/** Returns a body as one text or as its bytes: for tests, and for answers that fit into one message. */
export function wholeBody(body: ApiAnswer['body']): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : [...body.texts].join('');
}

/** Open-ended answer, such as a watch or followed logs. The server sends the headers, then calls `start`. */
export interface ApiStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Set for a watch: its reader may be a controller that reacts to events. */
  readonly watch?: true;
  /**
   * Called at each write to the client. A returned promise delays lab time until it settles, and then until the client's reaction; for a
   * limited host time.
   */
  awaits?(): Promise<void> | undefined;
  start(sink: ByteSink): void;
}

/** Receiver of a stream's chunks. `write` returns false if the client is slow; the writer then awaits `drained` or ends the stream. */
export interface ByteSink {
  write(chunk: string | Uint8Array): boolean;
  /**
   * Writes lines of any total size, each created once the client takes it. Resolves after the last one, or when the client is gone; until
   * then the writer writes nothing else. Absent: see {@link writeAll}.
   */
  writeAll?(lines: Iterable<LinePieces>): Promise<void>;
  drained(): Promise<void>;
  end(): void;
}

/** Consecutive pieces of a line. Many clients share the large ones, so joining would copy them. */
export type LinePieces = readonly string[];

/** Writes lines by the sink's own `writeAll`, otherwise one after the other. */
export async function writeAll(sink: ByteSink, lines: Iterable<LinePieces>): Promise<void> {
  if (sink.writeAll !== undefined) return sink.writeAll(lines);
  for (const pieces of lines) {
    if (!sink.write(pieces.join(''))) await sink.drained();
  }
}

/** Answer that changes the protocol of the connection. */
export type ApiUpgrade = WebSocketUpgrade | StreamsUpgrade | TunnelUpgrade;

/** Port between the API and a server. `handle` returns refusals as answers; a rejection is a bug. */
export interface HttpApi {
  handle(request: ApiRequest): Promise<ApiAnswer | ApiStream | ApiUpgrade>;
}
