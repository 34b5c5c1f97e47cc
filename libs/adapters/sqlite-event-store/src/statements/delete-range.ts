import type { Database } from 'better-sqlite3';

/** Removes the pruned range that starts at a revision. */
export function deleteRange(database: Database): (first: number) => void {
  const statement = database.prepare<[number]>('DELETE FROM pruned_ranges WHERE first = ?');
  return (first) => void statement.run(first);
}
