import type { Database } from 'better-sqlite3';
import type { EventRow } from '../schema.ts';

/** Adds one row to the log. The caller holds the transaction. */
export function appendEvent(database: Database): (row: EventRow) => void {
  const statement = database.prepare<[EventRow]>(`
    INSERT INTO events (
      revision, previous_revision, previous_revision_of_kind, api_group, resource, namespace, name, uid, type, change, at,
      user, user_agent, correlation_id, cause, data, confidential, object
    ) VALUES (
      @revision, @previous_revision, @previous_revision_of_kind, @api_group, @resource, @namespace, @name, @uid, @type, @change, @at,
      @user, @user_agent, @correlation_id, @cause, @data, @confidential, @object
    )`);
  return (row) => void statement.run(row);
}
