import { constants, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { headPath } from './head-file.ts';

/**
 * Copies the files of the log at `path` into the new folder `folder`; returns the path of the copy. Shares blocks if the file system can.
 */
export function copyLog(path: string, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, basename(path));
  for (const [from, to] of [path, `${path}-wal`, headPath(path)].map((file) => [file, join(folder, basename(file))] as const))
    if (existsSync(from)) copyFileSync(from, to, constants.COPYFILE_FICLONE);
  return copy;
}

/** Runs `work` on a temporary copy of the log at `path`: opening a log may write to it. */
export async function withCopy<T>(path: string, work: (copy: string) => Promise<T>): Promise<T> {
  const folder = join(dirname(path), `events-copy-${process.pid}`);
  try {
    return await work(copyLog(path, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
