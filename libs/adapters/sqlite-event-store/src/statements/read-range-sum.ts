import type { Database } from 'better-sqlite3';

/** Returns the number of pruned revisions. */
export function readRangeSum(database: Database): number {
  return database.prepare<[], number>('SELECT total(last - first + 1) FROM pruned_ranges').pluck().get() ?? 0;
}
