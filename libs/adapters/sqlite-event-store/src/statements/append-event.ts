import type { Database } from 'better-sqlite3';
import { EVENT_COLUMNS, type EventValues } from '../event-row.ts';

/** Adds one event to the log. The caller holds the transaction. */
export function appendEvent(database: Database): (event: EventValues) => void {
  const places = EVENT_COLUMNS.map(() => '?');
  const statement = database.prepare<[EventValues]>(`INSERT INTO events (${EVENT_COLUMNS.join(', ')}) VALUES (${places.join(', ')})`);
  return (event) => void statement.run(event);
}
