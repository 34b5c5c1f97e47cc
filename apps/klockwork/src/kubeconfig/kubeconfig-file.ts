import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { makePrivateFolder } from '@klockwork/host';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../user-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the files that kubectl reads: those of KUBECONFIG, else `~/.kube/config`. Models `ClientConfigLoadingRules` of client-go. */
export function kubeconfigFiles(environment: Environment): string[] {
  const namedFiles = [...new Set((environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== ''))];
  return (namedFiles.length > 0 ? namedFiles : [join(homedir(), '.kube', 'config')]).map((file) => resolve(file));
}

/** Returns the file that kubectl writes new entries into: the first that exists, else the last. */
export function kubeconfigToMergeInto(environment: Environment): string {
  const files = kubeconfigFiles(environment);
  return files.find((file) => existsSync(file)) ?? (files.at(-1) as string);
}

/**
 * Replaces the text of a kubeconfig by what `change` returns; undefined leaves it. The file is replaced whole, is its owner's alone, and is
 * locked against kubectl meanwhile. Returns whether it was written. Throws UserError with the name of the file.
 */
export function rewriteKubeconfig(named: string, change: (text: string) => string | undefined): boolean {
  const file = existsSync(named) ? realpathSync(named) : named;
  return sayingWhich(file, () => {
    makePrivateFolder(dirname(file));
    const unlock = lock(file);
    try {
      const text = change(existsSync(file) ? readFileSync(file, 'utf8') : '');
      if (text !== undefined) writePrivate(file, text);
      return text !== undefined;
    } finally {
      unlock();
    }
  });
}

/** Models `lockFile` of client-go's clientcmd: a file beside it that only one can make. */
function lock(file: string): () => void {
  const path = `${file}.lock`;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UserError(`is being changed by another program: remove ${path} if none runs`);
    throw error;
  }
  return () => rmSync(path, { force: true });
}

function sayingWhich<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${file} ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined) throw new UserError(`cannot write ${file} (${code})`);
    throw error;
  }
}
