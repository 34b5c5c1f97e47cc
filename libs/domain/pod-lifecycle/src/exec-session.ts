import { StoppedError, type StopSignal } from '@klockwork/kernel';
import type { ContainerRuntime } from './container-runtime.ts';

/** Where bytes come from. Bytes are byte strings: one character, 0 to 255, is one byte. */
export interface ByteSource {
  /** The next bytes, never none; undefined at the end. One reader at a time. */
  read(): Promise<string | undefined>;
}

/** A terminal's size in characters. */
export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** The terminal that a client has. */
export interface ClientTerminal {
  /** Undefined until the client has said it. */
  size(): TerminalSize | undefined;
  /** Called after each change; the result takes the listener off. */
  onResize(listener: (size: TerminalSize) => void): () => void;
}

/** The client of `exec` or `attach`, as the runtime sees it. */
export interface ExecSession {
  /** The input. Without it a process finds its input at an end. */
  readonly stdin?: ByteSource;
  /** Takes output. Gives a promise when the client is behind: who writes waits for it, and no longer when the session stops. */
  write(stream: 'stdout' | 'stderr', bytes: string): Promise<void> | undefined;
  /** With a terminal everything is written to stdout. */
  readonly terminal?: ClientTerminal;
  /** The client is gone. */
  readonly stop: StopSignal;
}

/**
 * Runs a command without input and collects both streams as they came. Rejects as `exec` does, and with StoppedError once `stop`
 * was stopped: for probes and hooks.
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
