import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@klockwork/host';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../user-error.ts';

/** Exit code of a process that a signal ended, as shells report it: this plus the number of the signal. */
const SIGNALLED = 128;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command, such as kubectl, with a temporary kubeconfig and cache; resolves to its exit code. The command gets the signals of this
 * process. Throws UserError for a command that cannot be started.
 */
export async function runWithKubeconfig(file: string, args: readonly string[], kubeconfig: string): Promise<number> {
  const folder = temporaryFolder('klockwork-at-');
  try {
    const path = join(folder, 'kubeconfig');
    writePrivate(path, kubeconfig);
    return await exitCodeOf(file, args, { ...process.env, KUBECONFIG: path, KUBECACHEDIR: join(folder, 'cache') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exitCodeOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // A signal can come while the child starts.
  const stopForwarding = forwardSignals((signal) => child.kill(signal));
  const child = spawn(file, args, { stdio: 'inherit', env });
  child.once('error', (error: NodeJS.ErrnoException) => reject(new UserError(`cannot run ${file} (${error.code ?? error.message})`)));
  child.once('exit', (code, signal) => resolve(code ?? SIGNALLED + (signal === null ? 0 : constants.signals[signal])));
  return promise.finally(stopForwarding);
}

/** Passes signals of this process on until the returned function is called. The Ctrl-C of a terminal reaches children by itself. */
function forwardSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  const forward = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) pass(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  return () => {
    for (const signal of SIGNALS) process.off(signal, forward);
  };
}
