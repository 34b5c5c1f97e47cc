import type { Kysely } from 'kysely';
import type { Schema, SnapshotRow } from '../schema.ts';

/** Returns the snapshot; undefined if none was saved. */
export function loadSnapshot(db: Kysely<Schema>): Promise<SnapshotRow | undefined> {
  return db.selectFrom('snapshots').selectAll().executeTakeFirst();
}
