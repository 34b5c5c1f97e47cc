import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../user-error.ts';

/** Exit code of a process that a signal ended, as shells report it: this plus the number of the signal. */
const SIGNALLED = 128;

/**
 * Runs a command, such as kubectl, with a temporary kubeconfig and cache; resolves to its exit code. The command gets the signals of the
 * terminal. Throws UserError for a command that cannot be started.
 */
export async function runWithKubeconfig(file: string, args: readonly string[], kubeconfig: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-at-'));
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const path = join(folder, 'kubeconfig');
    writePrivate(path, kubeconfig);
    return await exitCodeOf(file, args, { ...process.env, KUBECONFIG: path, KUBECACHEDIR: join(folder, 'cache') });
  } finally {
    process.off('SIGINT', ignore);
    rmSync(folder, { recursive: true, force: true });
  }
}

function exitCodeOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(file, args, { stdio: 'inherit', env });
  child.once('error', (error: NodeJS.ErrnoException) => reject(new UserError(`cannot run ${file} (${error.code ?? error.message})`)));
  child.once('exit', (code, signal) => resolve(code ?? SIGNALLED + (signal === null ? 0 : constants.signals[signal])));
  return promise;
}
