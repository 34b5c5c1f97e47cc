import type { Revision } from '@klockwork/event-store';
import type { Kysely } from 'kysely';
import type { Schema, SnapshotRow } from '../schema.ts';

/** Returns the newest snapshot, or the newest one at or before `through`; undefined if none was saved. */
export function loadSnapshot(db: Kysely<Schema>, through: Revision = Number.MAX_SAFE_INTEGER): Promise<SnapshotRow | undefined> {
  return db.selectFrom('snapshots').selectAll().where('revision', '<=', through).orderBy('revision', 'desc').limit(1).executeTakeFirst();
}
