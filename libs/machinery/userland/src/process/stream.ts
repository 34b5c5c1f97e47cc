import type { TerminalSize } from '@klockwork/pod-lifecycle';

/**
 * Read handle of a pipe, file or terminal. Bytes are byte strings (one character a byte). Each handle serves a single reader; {@link dup}
 * makes more handles.
 */
export interface Reader {
  readonly isTerminal: boolean;
  /** Reads up to `bytesMax` bytes (default 64 KiB) once any are available; `''` at end of file. Rejects with StoppedError once closed. */
  read(bytesMax?: number): Promise<string>;
  /** Terminals only: size as reported by the client; undefined before its first report. */
  terminalSize?(): TerminalSize | undefined;
  dup(): Reader;
  /** Closing twice is harmless. */
  close(): void;
}

/** Write handle of a pipe, file or terminal. */
export interface Writer {
  readonly isTerminal: boolean;
  /**
   * Writes all bytes. Returns a promise under backpressure; await it before the next write. Rejects with FileError EPIPE without readers,
   * and StoppedError once closed; throws FileError ENOSPC or EROFS for files.
   */
  write(bytes: string): Promise<void> | undefined;
  dup(): Writer;
  /** Closing twice is harmless. */
  close(): void;
}

/** Default max bytes of one read: pipe capacity. */
export const READ_BYTES = 65_536;
