import type { Database } from 'better-sqlite3';
import type { EventRow } from '../schema.ts';

/** The newest revision and its time; undefined when the log is empty. Retention never removes the newest event. */
export function readHead(database: Database): () => Pick<EventRow, 'revision' | 'at'> | undefined {
  const statement = database.prepare<[], Pick<EventRow, 'revision' | 'at'>>(
    'SELECT revision, at FROM events ORDER BY revision DESC LIMIT 1',
  );
  return () => statement.get();
}
