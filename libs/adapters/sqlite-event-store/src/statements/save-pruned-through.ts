import type { Database } from 'better-sqlite3';

/** Notes that events of a kind are gone up to a revision. It never goes back. */
export function savePrunedThrough(database: Database): (kind: { group: string; resource: string }, through: number) => void {
  const statement = database.prepare<[string, string, number]>(`
    INSERT INTO pruned (api_group, resource, through) VALUES (?, ?, ?)
    ON CONFLICT (api_group, resource) DO UPDATE SET through = max(through, excluded.through)`);
  return (kind, through) => void statement.run(kind.group, kind.resource, through);
}
