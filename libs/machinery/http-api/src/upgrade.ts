import type { SpdyConnection, SpdyConnectionOptions } from '@klockwork/spdy';

/** Upgrade to a WebSocket for exec and attach, or for watches and logs on request. The server calls `start` after the handshake. */
export interface WebSocketUpgrade {
  readonly type: 'websocket';
  /** Subprotocol selected from those offered; '' for none. */
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Set for a watch, as in ApiStream. */
  readonly watch?: true;
  start(socket: MessageSocket): void;
}

/**
 * Upgrade to many streams on one connection, by SPDY or SPDY in WebSocket messages: port-forward, and exec or attach of old clients. The
 * server calls `start` after the handshake; `connect` begins the SPDY connection.
 */
export interface StreamsUpgrade {
  readonly type: 'spdy' | 'spdy-in-websocket';
  /** Protocol of the streams, selected from those offered. */
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  start(connect: (onStream: SpdyConnectionOptions['onStream']) => SpdyConnection): void;
}

/** Upgrade to a protocol that only both ends understand: the server sends the 101 of the other end, then passes bytes on. */
export interface TunnelUpgrade {
  readonly type: 'tunnel';
  /** Not sent: the other end's headers are. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers of the other end's 101, in order. */
  readonly head: readonly (readonly [name: string, value: string])[];
  /** Messages of the socket are chunks of bytes. */
  start(socket: MessageSocket): void;
}

/** WebSocket with complete messages in both directions. The request's `stop` reports its end. */
export interface MessageSocket {
  /** Sets the receiver of messages, as byte strings. The next message waits for the returned promise. */
  onMessage(take: (bytes: string) => Promise<void> | undefined): void;
  /** Sends a byte string as a binary or text message. Returns a promise while the client is slow. */
  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined;
  /** Sends queued messages and closes the connection with a status code of RFC 6455. */
  close(code: number): void;
}
