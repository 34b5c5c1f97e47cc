import type { Database } from 'better-sqlite3';
import type { RunRow } from '../schema.ts';

/** Returns all runs, oldest first. */
export function readRuns(database: Database): RunRow[] {
  return database.prepare<[], RunRow>('SELECT first, id, checksum FROM runs ORDER BY first').all();
}
