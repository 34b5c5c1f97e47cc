import type { Process } from '../process.ts';
import { Shell } from './shell.ts';

/** Runs a script as `name` (`sh`), with `positional` as `$1 …`. Gives the exit code; rejects with StoppedError when killed. */
export async function runShell(process: Process, name: string, script: string, positional: readonly string[]): Promise<number> {
  const shell = new Shell(process, name, positional);
  const release = process.handleSignals?.((signal) => shell.signalled(signal));
  try {
    return await shell.runText(script, process);
  } finally {
    release?.();
  }
}
