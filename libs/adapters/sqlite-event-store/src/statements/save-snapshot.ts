import type { Kysely } from 'kysely';
import type { Schema, SnapshotRow } from '../schema.ts';

/** Replaces the snapshot. */
export async function saveSnapshot(db: Kysely<Schema>, row: SnapshotRow): Promise<void> {
  await db.replaceInto('snapshots').values(row).execute();
}
