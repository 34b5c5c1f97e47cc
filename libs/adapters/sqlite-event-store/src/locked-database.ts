import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { createSchema, SCHEMA_VERSION } from './create-schema.ts';
import type { Schema } from './schema.ts';

/** How long opening waits for a process that is just ending, in ms of host time. */
const LOCK_WAIT_MS = 500;
/** Objects are 2 to 6 KB: on SQLite's usual pages of 4 KB they leave half of each empty, and appends are a third slower. */
const PAGE_BYTES = 8_192;
/** The write-ahead log grows to 32 MiB before its pages are taken into the file: many were written again meanwhile, and go over once. */
const WAL_PAGES_MAX = 4_000;

/** The database twice: for statements that are compiled once, and for those that are built when they are needed. */
export interface LockedDatabase {
  readonly database: Database.Database;
  readonly kysely: Kysely<Schema>;
}

/** Makes a log file with its tables where there is none. */
export async function makeDatabase(path: string): Promise<LockedDatabase> {
  const locked = lockDatabase(path);
  await makeTables(locked);
  return locked;
}

/**
 * The lock is the operating system's, on the database file itself: it ends with the process, however that ends, and leaves nothing stale.
 * Exclusive mode has to come before WAL, so that WAL needs no shared memory.
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
    database.close();
    throw error;
  }
}

/** Makes the tables of an empty file, all or none. */
export async function makeTables({ database, kysely }: LockedDatabase): Promise<void> {
  database.exec('BEGIN');
  await createSchema(kysely);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
  database.exec('COMMIT');
}
