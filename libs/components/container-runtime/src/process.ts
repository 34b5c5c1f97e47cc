import type { Listener } from '@klockwork/images';
import type { Clock, Random, StopSignal } from '@klockwork/kernel';

/** Where a process writes a line. */
export type Stream = 'stdout' | 'stderr';

/** Signals a simulated process can be sent. */
export type Signal = 'TERM' | 'INT' | 'HUP' | 'QUIT' | 'USR1' | 'USR2';

/** What all processes of one container share. */
export interface Machine {
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  /** Stops when the container is killed or its first process ended. Whatever waits, waits on it. */
  readonly killed: StopSignal;
  /** The container's files by absolute path. */
  readonly files: Map<string, string>;
  /** Addresses of a host name; undefined when there is none. */
  resolve(name: string): readonly string[] | undefined;
  /** Accounts for one command. Gives a promise to wait for when the process had enough of the processor. */
  spend(): Promise<void> | undefined;
  /** Runs an executable of the image; undefined when there is none of that name. */
  execute(argv: readonly string[], process: Process): Promise<number> | undefined;
  /** How a shell of this image says that a command is not there. */
  notFound(shell: string, command: string): string;
  /** Opens ports of the pod; gives what closes them, or the port that another process has. */
  listen(listeners: readonly Listener[]): (() => void) | number;
  /** Sends a signal to the first process. `KILL` ends the container. */
  signal(signal: Signal | 'KILL'): void;
}

/** One process. */
export interface Process {
  readonly machine: Machine;
  readonly environment: ReadonlyMap<string, string>;
  readonly workingDirectory: string;
  /** All of its input: pipes are buffered. */
  readonly input: string;
  write(stream: Stream, text: string): void;
  /**
   * Takes the signals of the container's first process while it runs; undefined for any other process.
   * Without a handler the first process ignores a signal, as Linux has it.
   */
  handleSignals?(handler: (signal: Signal) => void): () => void;
}
