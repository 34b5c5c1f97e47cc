import type { Database } from 'better-sqlite3';
import type { EventRow } from '../schema.ts';

type ObjectQuery = { after: number; limit: number; key: { group: string; resource: string; namespace: string; name: string } };

/**
 * Events of all objects that had one name after a revision, in order. Which they are is read from the index of their kind: one by object
 * would have each commit write a page for each of its objects.
 */
export function readObjectAfter(database: Database): (query: ObjectQuery) => EventRow[] {
  const statement = database.prepare<[string, string, string, string, number, number], EventRow>(`
    SELECT * FROM events
    WHERE api_group = ? AND resource = ? AND namespace = ? AND name = ? AND revision > ?
    ORDER BY revision LIMIT ?`);
  return ({ after, limit, key }) => statement.all(key.group, key.resource, key.namespace, key.name, after, limit);
}
