import type { Database } from 'better-sqlite3';

/** Revision and lab time of an event. */
export type EventPlace = readonly [revision: number, at: number];

/** Returns the newest event up to a revision; undefined if none. */
export function findEvent(database: Database): (revision: number) => EventPlace | undefined {
  const statement = database
    .prepare<[number], EventPlace>('SELECT revision, at FROM events WHERE revision <= ? ORDER BY revision DESC LIMIT 1')
    .raw();
  return (revision) => statement.get(revision);
}
