import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** A named position; 0 when it was never saved. */
export async function readCheckpoint(db: Kysely<Schema>, name: string): Promise<number> {
  const row = await db.selectFrom('checkpoints').select('revision').where('name', '=', name).executeTakeFirst();
  return row?.revision ?? 0;
}
