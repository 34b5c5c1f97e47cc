import type { Database } from 'better-sqlite3';
import type { EventRow } from '../schema.ts';

/** Events of one kind after a revision, in order. */
export function readKindAfter(
  database: Database,
): (query: { after: number; limit: number; kind: { group: string; resource: string } }) => EventRow[] {
  const statement = database.prepare<[string, string, number, number], EventRow>(
    'SELECT * FROM events WHERE api_group = ? AND resource = ? AND revision > ? ORDER BY revision LIMIT ?',
  );
  return ({ after, limit, kind }) => statement.all(kind.group, kind.resource, after, limit);
}
