import type { StoredEvent } from '@klockwork/event-store';
import Database from 'better-sqlite3';
import { EVENT_COLUMNS, valuesOf } from '../event-row.ts';

/** Creates a log file of version 1: smaller pages, other indexes, no checksums. Pods are pruned up to `pruned`. */
export function makeOldLog(path: string, events: readonly StoredEvent[], pruned = 0): void {
  const database = new Database(path);
  const columns = EVENT_COLUMNS.map((column) => (column === 'revision' ? 'revision INTEGER PRIMARY KEY' : `${column} NOT NULL`));
  database.exec(`
    PRAGMA page_size = 4096;
    CREATE TABLE events (${columns.join(', ')}, UNIQUE (api_group, resource, namespace, name, uid, previous_revision));
    CREATE INDEX events_by_kind ON events (api_group, resource, revision, at);
    CREATE TABLE snapshots (id INTEGER PRIMARY KEY, revision NOT NULL, at NOT NULL, kinds NOT NULL, revisions NOT NULL);
    CREATE TABLE checkpoints (name TEXT PRIMARY KEY, revision NOT NULL);
    CREATE TABLE pruned (api_group NOT NULL, resource NOT NULL, through NOT NULL, PRIMARY KEY (api_group, resource));
    PRAGMA user_version = 1`);
  const insert = database.prepare(`INSERT INTO events VALUES (${EVENT_COLUMNS.map(() => '?').join(', ')})`);
  for (const event of events) insert.run(...valuesOf(event));
  if (pruned > 0) database.prepare("INSERT INTO pruned VALUES ('', 'pods', ?)").run(pruned);
  database.close();
}
