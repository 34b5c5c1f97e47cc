import type { TerminalSize } from '@klockwork/pod-lifecycle';

/**
 * The reading end of a pipe, a file or a terminal, as one process has it. Bytes are byte strings (one character a byte).
 * A handle is used by one reader at a time; others have one of their own, from {@link dup}.
 */
export interface Reader {
  readonly isTerminal: boolean;
  /** The next bytes, at most `bytesMax` (64 KiB unless said), as soon as there are any; `''` at the end. Rejects with StoppedError once closed. */
  read(bytesMax?: number): Promise<string>;
  /** Of a terminal: as its client says; undefined until it has. */
  terminalSize?(): TerminalSize | undefined;
  dup(): Reader;
  /** Closing twice is harmless. */
  close(): void;
}

/** The writing end of a pipe, a file or a terminal, as one process has it. */
export interface Writer {
  readonly isTerminal: boolean;
  /**
   * Takes all of the bytes. Gives a promise when the other side is behind: wait for it before writing more.
   * Rejects with FileError EPIPE when nobody reads any more, with StoppedError once closed; throws FileError ENOSPC, EROFS for files.
   */
  write(bytes: string): Promise<void> | undefined;
  dup(): Writer;
  /** Closing twice is harmless. */
  close(): void;
}

/** What one read gives at most unless said: a pipe's capacity. */
export const READ_BYTES = 65_536;
