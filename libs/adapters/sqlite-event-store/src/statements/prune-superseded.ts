import type { RetentionRule } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';

/**
 * Removes events of one kind that are older than the rule says and have a successor, oldest first, except those the snapshot names.
 * Gives the revisions that are gone.
 */
export function pruneSuperseded(database: Database): (rule: RetentionRule, limit: number) => number[] {
  const statement = database
    .prepare<[{ group: string; resource: string; before: number; limit: number }], number>(
      `DELETE FROM events WHERE revision IN (
        SELECT old.revision FROM events AS old
        WHERE old.api_group = @group AND old.resource = @resource AND old.at < @before
          AND old.revision NOT IN (SELECT named.value FROM snapshots, json_each(snapshots.revisions) AS named)
          AND EXISTS (
            SELECT 1 FROM events AS next
            WHERE next.api_group = old.api_group AND next.resource = old.resource AND next.namespace = old.namespace
              AND next.name = old.name AND next.uid = old.uid AND next.previous_revision = old.revision
          )
        ORDER BY old.revision LIMIT @limit
      ) RETURNING revision`,
    )
    .pluck();
  return (rule, limit) => statement.all({ group: rule.group, resource: rule.resource, before: rule.before, limit });
}
