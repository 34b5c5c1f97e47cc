import type { StopSignal } from '@klockwork/kernel';

/** Source of bytes. Bytes are byte strings: one character, 0 to 255, per byte. */
export interface ByteSource {
  /** Returns the next bytes, never empty; undefined at the end. Allows a single reader. */
  read(): Promise<string | undefined>;
}

/** Terminal size in characters. */
export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** Terminal of a client. */
export interface ClientTerminal {
  /** Returns undefined before the client's first report. */
  size(): TerminalSize | undefined;
  /** Calls `listener` after each change; returns a function that removes it. */
  onResize(listener: (size: TerminalSize) => void): () => void;
}

/** Client of `exec` or `attach`, from the runtime's view. */
export interface ExecSession {
  /** Standard input; without it, a process reads end of file. */
  readonly stdin?: ByteSource;
  /** Accepts output. Returns a promise if the client is behind; writers await it, until the session stops. */
  write(stream: 'stdout' | 'stderr', bytes: string): Promise<void> | undefined;
  /** With a terminal all output uses stdout. */
  readonly terminal?: ClientTerminal;
  /** Stops when the client leaves. */
  readonly stop: StopSignal;
}
