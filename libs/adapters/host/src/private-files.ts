import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Makes all later files and folders of this process private: modes 0600 and 0700. */
export function createFilesPrivately(): void {
  process.umask(0o077);
}

/**
 * Creates the folder `path` and its missing parents with mode 0700. Throws the system's error, such as ENOENT below `/proc`, where
 * `mkdirSync` with `recursive` never returns.
 */
export function makePrivateFolder(path: string): void {
  // A symbolic link to a folder is accepted; for a file the system reports EEXIST.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makePrivateFolder(dirname(path));
  mkdirSync(path, { mode: FOLDER_MODE });
}

/**
 * Sets mode 0700 on the folder `path` and all subfolders, and mode 0600 on files. Sockets and symbolic links stay unchanged. A missing path
 * is skipped. Throws the system's error.
 */
export function makePrivate(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  const mode = stats.isDirectory() ? FOLDER_MODE : FILE_MODE;
  if (!stats.isDirectory() && !stats.isFile()) return;
  if ((stats.mode & 0o777) !== mode) chmodSync(path, mode);
  if (stats.isDirectory()) for (const name of readdirSync(path)) makePrivate(join(path, name));
}
