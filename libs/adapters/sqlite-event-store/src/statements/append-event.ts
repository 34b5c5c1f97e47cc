import type { Database } from 'better-sqlite3';
import { EVENT_COLUMNS, type EventValues } from '../event-row.ts';

/** Values stored beside an event: link, checksum, kept_before, entry_check. */
export type EventChecks = readonly [link: string, checksum: string, keptBefore: number, entryCheck: number];

const COLUMNS = [...EVENT_COLUMNS, 'link', 'checksum', 'kept_before', 'entry_check'];

/** Adds one event to the log. The caller owns the transaction. */
export function appendEvent(database: Database): (event: EventValues, checks: EventChecks) => void {
  const places = COLUMNS.map(() => '?');
  const statement = database.prepare<[...EventValues, ...EventChecks]>(
    `INSERT INTO events (${COLUMNS.join(', ')}) VALUES (${places.join(', ')})`,
  );
  return (event, checks) => void statement.run(...event, ...checks);
}
