import type { RetentionRule } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';

/** Event that may be pruned, and its successor. */
export type SupersededEvent = readonly [revision: number, successor: number];

/**
 * Returns events of one kind older than the rule, with a successor, oldest first, except those that a snapshot names: a snapshot between an
 * event and its successor names the event.
 */
export function readSuperseded(database: Database): (rule: RetentionRule, limit: number) => SupersededEvent[] {
  const statement = database
    .prepare<[{ group: string; resource: string; before: number; limit: number }], SupersededEvent>(
      `SELECT old.revision, next.revision FROM events AS old
       JOIN events AS next ON next.api_group = old.api_group AND next.resource = old.resource AND next.namespace = old.namespace
         AND next.name = old.name AND next.uid = old.uid AND next.previous_revision = old.revision
       WHERE old.api_group = @group AND old.resource = @resource AND old.at < @before
         AND NOT EXISTS (SELECT 1 FROM snapshots WHERE snapshots.revision >= old.revision AND snapshots.revision < next.revision)
       ORDER BY old.revision LIMIT @limit`,
    )
    .raw();
  return (rule, limit) => statement.all({ group: rule.group, resource: rule.resource, before: rule.before, limit });
}
