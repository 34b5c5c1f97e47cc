import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** By kind, the newest revision that was ever pruned. */
export function readPrunedThrough(db: Kysely<Schema>): Promise<Schema['pruned'][]> {
  return db.selectFrom('pruned').selectAll().execute();
}
