import type { ByteSource } from './exec-session.ts';

/**
 * Why there is no connection, or no longer one. `refused`: nobody listens there. `timeout`: nothing answered, for so long that it was
 * given up. `reset`: the other side broke it off. `unreachable`: no network leads there.
 */
export type ConnectionFailure = 'refused' | 'timeout' | 'reset' | 'unreachable';

/** What Linux says of each, as strerror(3) words it. */
const WORDS: Readonly<Record<ConnectionFailure, string>> = {
  refused: 'Connection refused',
  timeout: 'Connection timed out',
  reset: 'Connection reset by peer',
  unreachable: 'Network is unreachable',
};

/** A connection that could not be made or that broke. The message is what strerror(3) says of it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly failure: ConnectionFailure;
  constructor(failure: ConnectionFailure) {
    super(WORDS[failure]);
    this.failure = failure;
  }
}

/**
 * One end of a TCP connection. Bytes are byte strings: one character, 0 to 255, is one byte.
 * `read` gives undefined once the other side has ended its way, and rejects with ConnectionError (`reset`, `timeout`) when the
 * connection broke, with StoppedError once this end is closed.
 */
export interface Connection extends ByteSource {
  /**
   * Takes all of the bytes. Gives a promise when the other side is behind: wait for it before writing more. It rejects with
   * ConnectionError when the connection broke, with StoppedError once this way was ended or this end is closed.
   */
  write(bytes: string): Promise<void> | undefined;
  /** Nothing more will be written: the other side reads what was, and then the end. It may go on writing. Models shutdown(2). */
  end(): void;
  /** Lets go of it, as close(2): what was written still arrives. The other side is reset when it sent what nobody read, or sends more. */
  close(): void;
  /** Breaks it off: what was not read yet is lost, and the other side is told so. */
  reset(): void;
}
