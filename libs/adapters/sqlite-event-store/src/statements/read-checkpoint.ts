import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** A named position; undefined when it was never saved. */
export function readCheckpoint(db: Kysely<Schema>, name: string): Promise<Schema['checkpoints'] | undefined> {
  return db.selectFrom('checkpoints').selectAll().where('name', '=', name).executeTakeFirst();
}
