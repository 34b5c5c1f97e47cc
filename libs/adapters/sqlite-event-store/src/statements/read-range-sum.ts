import type { Database } from 'better-sqlite3';

/** How many revisions the pruned ranges hold. */
export function readRangeSum(database: Database): number {
  return database.prepare<[], number>('SELECT total(last - first + 1) FROM pruned_ranges').pluck().get() ?? 0;
}
