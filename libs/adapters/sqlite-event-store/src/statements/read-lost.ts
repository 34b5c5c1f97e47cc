import type { Database } from 'better-sqlite3';

/** Key of an object, and the revision that its next event names. */
export type LostObject = readonly [group: string, resource: string, namespace: string, name: string];

/** Returns objects that existed at a revision, whose events up to there were pruned. */
export function readLost(database: Database): (revision: number) => LostObject[] {
  const statement = database
    .prepare<[{ revision: number }], LostObject>(
      `SELECT api_group, resource, namespace, name FROM events AS next
       WHERE next.previous_revision BETWEEN 1 AND @revision AND next.revision > @revision
         AND NOT EXISTS (SELECT 1 FROM events AS former WHERE former.revision = next.previous_revision)
       ORDER BY api_group, resource, namespace, name`,
    )
    .raw();
  return (revision) => statement.all({ revision });
}
