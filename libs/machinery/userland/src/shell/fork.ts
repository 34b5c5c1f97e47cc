import { FileError } from '@klockwork/files';
import type { Child, ChildOptions, Main } from '../process.ts';
import { ForkError } from './control.ts';
import type { Io } from './io.ts';
import type { Shell } from './shell.ts';

/** Runs a function in a forked subshell. */
export function fork(shell: Shell, run: (child: Shell) => Promise<void>, io: Io, how: ChildOptions = {}): Child {
  const main: Main = (process) => {
    const child = shell.in(process);
    return child.runToEnd(() => run(child));
  };
  const { stdin, stdout, stderr } = io;
  try {
    return shell.process.fork(main, { stdin, stdout, stderr, ...how });
  } catch (error) {
    throw forkRefusal(shell, error);
  }
}

/** Returns a shell's error when the process limit is reached: message and exit code of its dialect. */
export function forkRefusal({ dialect }: Shell, error: unknown): unknown {
  if (!(error instanceof FileError) || error.code !== 'EAGAIN') return error;
  if (dialect === 'bash') return new ForkError(`fork: ${error.message}`, 126);
  return new ForkError(dialect === 'dash' ? 'Cannot fork' : `can't fork: ${error.message}`, 2);
}
