import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { createSchema, SCHEMA_VERSION } from './create-schema.ts';
import { EventStoreOpenError } from './event-store-open-error.ts';
import type { Schema } from './schema.ts';

/** How long opening waits for a process that is just ending, in ms of host time. */
const LOCK_WAIT_MS = 500;
/** Objects are 2 to 6 KB: on SQLite's usual pages of 4 KB they leave half of each empty, and appends are a third slower. */
const PAGE_BYTES = 8_192;
/** The write-ahead log grows to 32 MiB before its pages are taken into the file: many were written again meanwhile, and go over once. */
const WAL_PAGES_MAX = 4_000;

/** The database twice: for statements that are compiled once, and for those that are built when they are needed. */
export interface OpenDatabase {
  readonly database: Database.Database;
  readonly kysely: Kysely<Schema>;
}

/** Opens or makes the database file and locks it for this process. Rejects with EventStoreOpenError. */
export async function openDatabase(path: string): Promise<OpenDatabase> {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: LOCK_WAIT_MS });
    lockAndTune(database);
    refuseNewer(database, path);
    const kysely = new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
    await createSchema(kysely);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
    return { database, kysely };
  } catch (error) {
    database?.close();
    throw openErrorOf(error, path);
  }
}

/**
 * The lock is the operating system's, on the database file itself: it ends with the process, however that ends, and leaves nothing stale.
 * Exclusive mode has to come before WAL, so that WAL needs no shared memory.
 */
function lockAndTune(database: Database.Database): void {
  database.pragma(`page_size = ${PAGE_BYTES}`);
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`wal_autocheckpoint = ${WAL_PAGES_MAX}`);
  database.exec('BEGIN EXCLUSIVE; COMMIT');
}

function refuseNewer(database: Database.Database, path: string): void {
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version <= SCHEMA_VERSION) return;
  throw new EventStoreOpenError(
    'newer-version',
    `the event log ${path} was written by a newer version: use that version, or another data folder`,
  );
}

function openErrorOf(error: unknown, path: string): EventStoreOpenError {
  if (error instanceof EventStoreOpenError) return error;
  if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
    return new EventStoreOpenError('in-use', `the event log ${path} is in use by another process: stop it, or choose another data folder`, {
      cause: error,
    });
  }
  const why = error instanceof Error ? error.message : String(error);
  return new EventStoreOpenError('unusable', `cannot open the event log ${path}: ${why}`, { cause: error });
}
