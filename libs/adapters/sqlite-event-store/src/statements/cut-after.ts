import type { Database } from 'better-sqlite3';

/** Removes everything after a revision: events, pruned ranges, runs, and a snapshot that reaches further. */
export function cutAfter(database: Database): (revision: number) => void {
  const cuts = [
    'DELETE FROM events WHERE revision > ?',
    'DELETE FROM pruned_ranges WHERE first > ?',
    'DELETE FROM runs WHERE first > ?',
    'DELETE FROM snapshots WHERE through > ?',
  ].map((sql) => database.prepare<[number]>(sql));
  return (revision) => {
    for (const cut of cuts) cut.run(revision);
  };
}
