import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Returns a named position; undefined if never saved. */
export function readCheckpoint(db: Kysely<Schema>, name: string): Promise<Schema['checkpoints'] | undefined> {
  return db.selectFrom('checkpoints').selectAll().where('name', '=', name).executeTakeFirst();
}
