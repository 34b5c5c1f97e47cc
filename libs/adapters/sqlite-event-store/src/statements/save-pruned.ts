import type { Database } from 'better-sqlite3';
import type { PrunedKind } from '../schema.ts';

/** Replaces the counts of pruned events of a kind. */
export function savePruned(database: Database): (kind: PrunedKind) => void {
  const statement = database.prepare<[PrunedKind]>(
    'REPLACE INTO pruned (api_group, resource, through, count, checksum) VALUES (@api_group, @resource, @through, @count, @checksum)',
  );
  return (kind) => void statement.run(kind);
}
