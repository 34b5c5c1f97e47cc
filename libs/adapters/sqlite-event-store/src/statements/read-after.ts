import type { Database } from 'better-sqlite3';
import { type EventRow, ROW_COLUMNS } from '../event-row.ts';

/** Returns events after a revision, in order. */
export function readAfter(database: Database): (query: { after: number; limit: number }) => EventRow[] {
  const statement = database
    .prepare<[number, number], EventRow>(`SELECT ${ROW_COLUMNS} FROM events WHERE revision > ? ORDER BY revision LIMIT ?`)
    .raw();
  return ({ after, limit }) => statement.all(after, limit);
}
