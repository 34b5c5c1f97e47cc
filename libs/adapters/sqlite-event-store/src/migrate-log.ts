import { renameSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { saveHead } from './head-file.ts';
import { LogDamage } from './log-damage.ts';
import { type OldLog, readOldLog } from './old-log.ts';
import { rebuildLog } from './rebuild-log.ts';
import { removeLog } from './remove-log.ts';

/**
 * Gives a log of version 1 its checksums: a new file with the same events takes its place at once, so that a crash on the way leaves the
 * old one. Closes `database`; returns how many events there are. Throws DamagedLogError for what can be seen to be damaged.
 */
export async function migrateLog(database: Database, path: string): Promise<number> {
  const made = `${path}-new`;
  removeLog(made);
  const old = readOldLog(database, new LogDamage(path));
  const head = await rebuildLog(made, old.events(), () => old.pruned);
  verifyGaps(old, path);
  // The write-ahead log is emptied and goes with the connection: nothing of the old file is left beside the new one.
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  renameSync(made, path);
  saveHead(path, head);
  return old.count;
}

/** Retention never went beyond the newest revision that it noted. */
function verifyGaps(old: OldLog, path: string): void {
  const through = old.pruned.reduce((newest, kind) => Math.max(newest, kind.through), 0);
  if (old.lastMissing > through) throw new LogDamage(path).at(old.lastMissing, 'is missing');
}
