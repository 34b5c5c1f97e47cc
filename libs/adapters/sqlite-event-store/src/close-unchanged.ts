import { renameSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

/**
 * Closes a refused log without a checkpoint: a write-ahead log of another lab would overwrite sound pages of the file. SQLite skips the
 * checkpoint of a file that has another name than at its opening.
 */
export function closeUnchanged(database: Database, path: string): void {
  const aside = `${path}-refused`;
  const isAside = rename(path, aside);
  try {
    database.close();
  } finally {
    if (isAside) renameSync(aside, path);
  }
}

function rename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    // A missing file or a read-only folder: SQLite cannot write there either.
    return false;
  }
}
