import { rmSync } from 'node:fs';
import { headPath } from './head-file.ts';

/** Removes the files of a log. */
export function removeLog(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, headPath(path)]) rmSync(file, { force: true });
}
