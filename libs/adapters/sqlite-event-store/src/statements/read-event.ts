import type { Database } from 'better-sqlite3';
import { type EventRow, ROW_COLUMNS } from '../event-row.ts';

/** Returns the event of a revision; undefined if missing. */
export function readEvent(database: Database): (revision: number) => EventRow | undefined {
  const statement = database.prepare<[number], EventRow>(`SELECT ${ROW_COLUMNS} FROM events WHERE revision = ?`).raw();
  return (revision) => statement.get(revision);
}
