import type { Database } from 'better-sqlite3';
import type { EventRow } from '../schema.ts';

/** Events after a revision, in order. */
export function readAfter(database: Database): (query: { after: number; limit: number }) => EventRow[] {
  const statement = database.prepare<[number, number], EventRow>('SELECT * FROM events WHERE revision > ? ORDER BY revision LIMIT ?');
  return ({ after, limit }) => statement.all(after, limit);
}
