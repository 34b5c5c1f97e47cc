import type { Database } from 'better-sqlite3';
import type { PrunedRange } from '../schema.ts';

/** Returns the nearest pruned range that starts at or before a revision. */
export function readRange(database: Database): (revision: number) => PrunedRange | undefined {
  const statement = database.prepare<[number], PrunedRange>('SELECT * FROM pruned_ranges WHERE first <= ? ORDER BY first DESC LIMIT 1');
  return (revision) => statement.get(revision);
}
