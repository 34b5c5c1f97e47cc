import { renameSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { saveHead } from './head-file.ts';
import { LogDamage } from './log-damage.ts';
import { type OldLog, readOldLog } from './old-log.ts';
import { rebuildLog } from './rebuild-log.ts';
import { removeLog } from './remove-log.ts';

/**
 * Adds checksums to a log of version 1. A new file with the same events replaces the old one atomically, so a crash leaves the old file.
 * Closes `database`; returns the number of events. Throws DamagedLogError for detectable damage.
 */
export async function migrateLog(database: Database, path: string): Promise<number> {
  const newPath = `${path}-new`;
  removeLog(newPath);
  const old = readOldLog(database, new LogDamage(path));
  const head = await rebuildLog(newPath, old.events(), () => old.pruned);
  verifyGaps(old, path);
  // The checkpoint empties the write-ahead log, so no part of the old file remains beside the new one.
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  renameSync(newPath, path);
  saveHead(path, head);
  return old.count;
}

/** Retention never pruned beyond its newest recorded revision. */
function verifyGaps(old: OldLog, path: string): void {
  const through = old.pruned.reduce((newest, kind) => Math.max(newest, kind.through), 0);
  if (old.lastMissing > through) throw new LogDamage(path).at(old.lastMissing, 'is missing');
}
