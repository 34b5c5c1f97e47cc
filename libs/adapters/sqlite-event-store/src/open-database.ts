import Database from 'better-sqlite3';
import { closeUnchanged } from './close-unchanged.ts';
import { SCHEMA_VERSION } from './create-schema.ts';
import { EventStoreOpenError } from './event-store-open-error.ts';
import { type LockedDatabase, lockDatabase, makeTables } from './locked-database.ts';
import { LogDamage } from './log-damage.ts';
import { migrateLog } from './migrate-log.ts';

/** Open database of one process. */
export interface OpenDatabase extends LockedDatabase {
  /** Number of events that received checksums in a migration. */
  readonly migrated: number;
}

/** Opens or creates the database file, and locks it for this process. Rejects with EventStoreOpenError or DamagedLogError. */
export async function openDatabase(path: string): Promise<OpenDatabase> {
  let database: LockedDatabase | undefined;
  try {
    database = lockDatabase(path);
    const version = versionOf(database.database, path);
    if (version === 0) await makeNew(database, path);
    if (version !== 1) return { ...database, migrated: 0 };
    const migrated = await migrateLog(database.database, path);
    database = lockDatabase(path);
    return { ...database, migrated };
  } catch (error) {
    if (database?.database.open) closeUnchanged(database.database, path);
    throw openErrorOf(error, path);
  }
}

function versionOf(database: Database.Database, path: string): number {
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version >= 0 && version <= SCHEMA_VERSION) return version;
  throw new EventStoreOpenError(
    'newer-version',
    `the event log ${path} was written by a newer version: use that version, or another data folder`,
  );
}

async function makeNew(database: LockedDatabase, path: string): Promise<void> {
  const tables = database.database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (tables !== 0) throw new LogDamage(path).in('it has tables and no version');
  await makeTables(database);
}

function openErrorOf(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError) && !(error instanceof TypeError)) return error;
  const damage = new LogDamage(path).errorOf(error);
  if (damage !== error) return damage;
  if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
    return new EventStoreOpenError('in-use', `the event log ${path} is in use by another process: stop it, or choose another data folder`, {
      cause: error,
    });
  }
  return new EventStoreOpenError('unusable', `cannot open the event log ${path}: ${error.message}`, { cause: error });
}
