import type { ByteSource } from './exec-session.ts';

/** Reason of a failed connection. `refused`: no listener. `timeout`: no answer. `reset`: aborted by the peer. `unreachable`: no route. */
export type ConnectionFailure = 'refused' | 'timeout' | 'reset' | 'unreachable';

/** Linux messages of strerror(3). */
const WORDS: Readonly<Record<ConnectionFailure, string>> = {
  refused: 'Connection refused',
  timeout: 'Connection timed out',
  reset: 'Connection reset by peer',
  unreachable: 'Network is unreachable',
};

/** Failed or broken connection. The message is that of strerror(3). */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly failure: ConnectionFailure;
  constructor(failure: ConnectionFailure) {
    super(WORDS[failure]);
    this.failure = failure;
  }
}

/**
 * End of a TCP connection. Bytes are byte strings: one character, 0 to 255, per byte. `read` returns undefined at the peer's end of stream.
 * Rejects with ConnectionError (`reset`, `timeout`) for a broken connection, and with StoppedError after `close`.
 */
export interface Connection extends ByteSource {
  /**
   * Accepts all bytes. Returns a promise if the peer is behind: await it before the next write. The promise rejects with ConnectionError
   * for a broken connection, and with StoppedError after `end` or `close`.
   */
  write(bytes: string): Promise<void> | undefined;
  /** Ends this direction: the peer reads all written bytes, then the end. The peer may continue to write. Models shutdown(2). */
  end(): void;
  /** Closes this end, like close(2): written bytes still arrive. A peer with unread or further data is reset. */
  close(): void;
  /** Aborts the connection: unread bytes are lost, and the peer receives a reset. */
  reset(): void;
}
