import type { Database } from 'better-sqlite3';
import type { EventRow } from '../schema.ts';

/** What a snapshot needs of an event. */
export type SnapshotEntryRow = Pick<EventRow, 'api_group' | 'resource' | 'namespace' | 'name' | 'object'>;

/** The object of one revision; undefined when there is no such event. */
export function readSnapshotEntry(database: Database): (revision: number) => SnapshotEntryRow | undefined {
  const statement = database.prepare<[number], SnapshotEntryRow>(
    'SELECT api_group, resource, namespace, name, object FROM events WHERE revision = ?',
  );
  return (revision) => statement.get(revision);
}
