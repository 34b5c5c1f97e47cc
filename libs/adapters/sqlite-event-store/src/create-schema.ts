import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { EVENT_FIELDS } from './event-row.ts';
import type { Schema } from './schema.ts';

/** Version of the tables. 2: checksums. */
export const SCHEMA_VERSION = 2;

/** Creates the tables of an empty log. */
export async function createSchema(db: Kysely<Schema>): Promise<void> {
  await createEvents(db);
  await createSnapshots(db);
  await createCheckpoints(db);
  await createPruned(db);
  await createRuns(db);
}

async function createEvents(db: Kysely<Schema>): Promise<void> {
  // The object is the last column, so that reads of an envelope skip the overflow pages of a large object.
  let table: CreateTableBuilder<'events', string> = db.schema.createTable('events');
  for (const { column, type } of EVENT_FIELDS) {
    if (column !== 'object') table = table.addColumn(column, type, column === 'revision' ? primaryKey : notNull);
  }
  await table
    .addColumn('link', 'text', notNull)
    .addColumn('checksum', 'text', notNull)
    .addColumn('kept_before', 'integer', notNull)
    .addColumn('entry_check', 'integer', notNull)
    .addColumn('object', 'text', notNull)
    // New events mostly follow recent ones: with the revision first, entries of one commit share one or two pages.
    .addUniqueConstraint('events_successor', ['previous_revision', 'api_group', 'resource', 'namespace', 'name', 'uid'])
    .execute();
  // Further columns make the index sufficient to find and verify old events, and events of one name.
  await sql`CREATE INDEX events_by_kind ON events (api_group, resource, revision, kept_before, at, namespace, name, entry_check)`.execute(
    db,
  );
}

async function createSnapshots(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('snapshots')
    .addColumn('id', 'integer', primaryKey)
    .addColumn('revision', 'integer', notNull)
    .addColumn('at', 'integer', notNull)
    .addColumn('kinds', 'text', notNull)
    .addColumn('revisions', 'text', notNull)
    .addColumn('through', 'integer', notNull)
    .addColumn('through_checksum', 'text', notNull)
    .addColumn('heads', 'text', notNull)
    .addColumn('checksum', 'text', notNull)
    .execute();
}

async function createCheckpoints(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('checkpoints')
    .addColumn('name', 'text', primaryKey)
    .addColumn('revision', 'integer', notNull)
    .addColumn('checksum', 'text', notNull)
    .execute();
}

async function createPruned(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('pruned')
    .addColumn('api_group', 'text', notNull)
    .addColumn('resource', 'text', notNull)
    .addColumn('through', 'integer', notNull)
    .addColumn('count', 'integer', notNull)
    .addColumn('checksum', 'text', notNull)
    .addPrimaryKeyConstraint('pruned_kind', ['api_group', 'resource'])
    .execute();
  await db.schema
    .createTable('pruned_ranges')
    .addColumn('first', 'integer', primaryKey)
    .addColumn('last', 'integer', notNull)
    .addColumn('link', 'text', notNull)
    .addColumn('last_checksum', 'text', notNull)
    .addColumn('checksum', 'text', notNull)
    .execute();
}

async function createRuns(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('first', 'integer', primaryKey)
    .addColumn('id', 'text', notNull)
    .addColumn('checksum', 'text', notNull)
    .execute();
}

function notNull(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}

function primaryKey(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.primaryKey();
}
