import { StoppedError, type StopSignal } from '@klockwork/kernel';
import type { ContainerRuntime } from './container-runtime.ts';

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

/**
 * Runs a command without input, and collects both streams in order of output. Rejects like `exec`, and with StoppedError after `stop`: for
 * probes and hooks.
 */
export function execOutput(
  runtime: ContainerRuntime,
  id: string,
  command: readonly string[],
  stop: StopSignal,
): Promise<{ exitCode: number; output: string }> {
  const output: string[] = [];
  const write = (_stream: 'stdout' | 'stderr', bytes: string) => void output.push(bytes);
  return runtime.exec(id, command, { write, stop }).then(({ exitCode }) => {
    if (stop.stopped) throw new StoppedError();
    return { exitCode, output: output.join('') };
  });
}
