import type { Database } from 'better-sqlite3';
import type { PrunedKind } from '../schema.ts';

/** Reads the rows of pruned events by kind. */
export function readPruned(database: Database): PrunedKind[] {
  return database.prepare<[], PrunedKind>('SELECT api_group, resource, through, count, checksum FROM pruned').all();
}
