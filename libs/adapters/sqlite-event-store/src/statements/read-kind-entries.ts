import type { Database } from 'better-sqlite3';

/** Stored entry of the index of kinds. */
export type KindEntryRow = readonly [revision: number, keptBefore: number, at: number, namespace: string, name: string, entryCheck: number];

/**
 * Iterates over entries of a kind after a revision, in order, from the index alone. The database accepts no other statement until the
 * iterator is closed.
 */
export function readKindEntries(
  database: Database,
): (query: { after: number; group: string; resource: string }) => IterableIterator<KindEntryRow> {
  const statement = database
    .prepare<[string, string, number], KindEntryRow>(
      `SELECT revision, kept_before, at, namespace, name, entry_check FROM events INDEXED BY events_by_kind
       WHERE api_group = ? AND resource = ? AND revision > ? ORDER BY revision`,
    )
    .raw();
  return ({ after, group, resource }) => statement.iterate(group, resource, after);
}
