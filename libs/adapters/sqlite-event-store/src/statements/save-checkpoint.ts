import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Replaces a named position. */
export async function saveCheckpoint(db: Kysely<Schema>, row: Schema['checkpoints']): Promise<void> {
  await db.replaceInto('checkpoints').values(row).execute();
}
