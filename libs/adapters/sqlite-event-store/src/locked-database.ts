import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { closeUnchanged } from './close-unchanged.ts';
import { createSchema, SCHEMA_VERSION } from './create-schema.ts';
import type { Schema } from './schema.ts';

/** Wait for the lock of an ending process, in ms of host time. */
const LOCK_WAIT_MS = 500;
/** Objects have 2 to 6 KB: SQLite's default pages of 4 KB stay half empty, and appends take a third longer. */
const PAGE_BYTES = 8_192;
/** Size of the write-ahead log before a checkpoint, 32 MiB: repeatedly written pages are copied once. */
export const WAL_PAGES_MAX = 4_000;

/** Database handles: for compiled statements, and for statements built on use. */
export interface LockedDatabase {
  readonly database: Database.Database;
  readonly kysely: Kysely<Schema>;
}

/** Creates a log file with its tables, if missing. */
export async function makeDatabase(path: string): Promise<LockedDatabase> {
  const database = lockDatabase(path);
  await makeTables(database);
  return database;
}

/**
 * Locks the database file by the operating system: the lock ends with the process, and never becomes stale. Exclusive mode must precede
 * WAL, which then needs no shared memory.
 */
export function lockDatabase(path: string): LockedDatabase {
  const database = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    database.pragma(`page_size = ${PAGE_BYTES}`);
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma(`wal_autocheckpoint = ${WAL_PAGES_MAX}`);
    database.exec('BEGIN EXCLUSIVE; COMMIT');
    return { database, kysely: new Kysely<Schema>({ dialect: new SqliteDialect({ database }) }) };
  } catch (error) {
    // Without the lock the file belongs to another process, and nothing was read.
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) database.close();
    else closeUnchanged(database, path);
    throw error;
  }
}

/** Creates all tables of an empty file in one transaction. */
export async function makeTables({ database, kysely }: LockedDatabase): Promise<void> {
  database.exec('BEGIN');
  await createSchema(kysely);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
  database.exec('COMMIT');
}
