import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makePrivateFolder, removeLeftovers } from '@klockwork/host';
import { UserError } from '../user-error.ts';

/**
 * Creates the folder `path` as a whole: `build` fills a temporary folder beside it, which then receives the name. A failure or a kill
 * leaves no folder of that name. Throws UserError for a used folder, and for errors of the system.
 */
export async function createWhole<T>(path: string, build: (temporary: string) => Promise<T>): Promise<T> {
  const target = resolve(path);
  requireUnused(target);
  if (existsSync(dirname(target))) removeLeftovers(dirname(target), prefixOf(target));
  const temporary = join(dirname(target), `${prefixOf(target)}${process.pid}`);
  try {
    makePrivateFolder(temporary);
    const built = await build(temporary);
    renameSync(temporary, target);
    return built;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || code === 'SQLITE_FULL')
      throw new UserError(`no room for ${target} (${code}): make room there, or choose another folder`);
    if (error instanceof UserError) throw new UserError(error.message.replaceAll(temporary, target));
    // SQLite reports failed writes other than ENOSPC by codes of its own, such as SQLITE_IOERR_WRITE.
    if (syscall !== undefined || code?.startsWith('SQLITE_IOERR'))
      throw new UserError(`cannot create ${target} (${code}): choose another folder`);
    throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function requireUnused(target: string): void {
  if (isEmptyOrMissing(target)) return;
  throw new UserError(`${target} is in use: choose a folder that does not exist`);
}

function isEmptyOrMissing(target: string): boolean {
  try {
    return !existsSync(target) || readdirSync(target).length === 0;
  } catch (error) {
    // The path is a file.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

function prefixOf(target: string): string {
  return `.${basename(target)}.new-`;
}
