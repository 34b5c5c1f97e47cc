import {
  AppendRefusedError,
  type EventStore,
  NO_SPACE,
  type RetentionRule,
  type Revision,
  type Snapshot,
  type StoredEvent,
  WriterConflictError,
} from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import Database from 'better-sqlite3';
import { checksumOf } from './checksum.ts';
import { closeUnchanged } from './close-unchanged.ts';
import { type EventRow, type EventValues, eventOfRow, snapshotEntryOf, valuesOf } from './event-row.ts';
import { RUNS_KNOWN } from './head-file.ts';
import { WAL_PAGES_MAX } from './locked-database.ts';
import { LogDamage } from './log-damage.ts';
import { LogPruner } from './log-pruner.ts';
import { namedRevisions, snapshotRowOf, verifySnapshot } from './log-snapshot.ts';
import { LogWriter } from './log-writer.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { type RestoredLog, restoreLog } from './restore-log.ts';
import { loadSnapshot } from './statements/load-snapshot.ts';
import { readCheckpoint } from './statements/read-checkpoint.ts';
import { saveCheckpoint } from './statements/save-checkpoint.ts';
import { saveSnapshot } from './statements/save-snapshot.ts';

/** Size of the write-ahead log before a checkpoint while the file is held, 512 MiB. */
const HELD_PAGES_MAX = 16 * WAL_PAGES_MAX;

/**
 * Log in one SQLite file (WAL, synchronous=FULL), locked for this process. Appends block, and are durable at return. Multi-statement writes
 * are one synchronous transaction. Reads verify checksums (docs/adr/0019-checksums.md).
 */
export class SqliteEventStore implements EventStore {
  readonly #damage: LogDamage;
  #open: OpenDatabase;
  #log: RestoredLog;
  #writer: LogWriter;
  #pruner: LogPruner;
  /** Number of copies being made of the file. */
  #holds = 0;

  /**
   * Opens or creates the log at `path`, in an existing folder. Rejects with EventStoreOpenError (`in-use` while another process has the
   * log), and with DamagedLogError.
   */
  static async open(options: { path: string }): Promise<SqliteEventStore> {
    const damage = new LogDamage(options.path);
    return new SqliteEventStore(await openLog(damage), damage);
  }

  private constructor(openedLog: OpenLog, damage: LogDamage) {
    this.#damage = damage;
    this.#open = openedLog.open;
    this.#log = openedLog.log;
    this.#writer = openedLog.writer;
    this.#pruner = openedLog.pruner;
  }

  /** Notices of the start, for people: lost newest events, or a migration. */
  get notices(): readonly string[] {
    return this.#log.notices;
  }

  async head(): Promise<{ revision: Revision; at: LabTime }> {
    const { revision, at } = this.#log.end;
    return { revision, at };
  }

  append(events: readonly StoredEvent[]): Promise<void> {
    return this.appendValues(events.map(valuesOf));
  }

  /** Appends values from {@link valuesOf}, like {@link append}. */
  async appendValues(events: readonly EventValues[]): Promise<void> {
    try {
      this.#writer.append(events);
    } catch (error) {
      if (!isIoError(error)) throw this.#writeErrorOf(error);
      await this.#recover(events, error);
    }
    const { end, runs, head } = this.#log;
    head.write({ revision: end.revision, checksum: end.checksum, runs: runs.last(RUNS_KNOWN) });
  }

  async readAfter({ after, limit, kind, key }: Parameters<EventStore['readAfter']>[0]): Promise<StoredEvent[]> {
    const { reader } = this.#log;
    const read = (): EventRow[] => {
      if (key !== undefined) return reader.ofKey(key, after, limit);
      return kind === undefined ? reader.after(after, limit) : reader.ofKind(kind, after, limit);
    };
    return this.#damage.guard(read).map(eventOfRow);
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    try {
      saveSnapshot(this.#open.database)(snapshotRowOf(snapshot, this.#log.end, this.#log.runs));
    } catch (error) {
      throw this.#writeErrorOf(error);
    }
  }

  async loadSnapshot(through?: Revision): Promise<Snapshot | undefined> {
    const row = await this.#guarded(loadSnapshot(this.#open.kysely, through));
    if (row === undefined) return undefined;
    verifySnapshot(row, this.#log.runs, this.#damage);
    const entries = this.#damage.guard(() => namedRevisions(row).map((revision) => snapshotEntryOf(this.#log.reader.event(revision))));
    return { revision: row.revision, at: row.at, kinds: JSON.parse(row.kinds) as Snapshot['kinds'], entries };
  }

  async checkpoint(name: string): Promise<Revision> {
    const row = await this.#guarded(readCheckpoint(this.#open.kysely, name));
    if (row === undefined) return 0;
    if (row.checksum !== checksumOf('checkpoint', name, row.revision))
      throw this.#damage.in(`the checkpoint ${name} does not match its checksum`);
    return row.revision;
  }

  async saveCheckpoint(name: string, revision: Revision): Promise<void> {
    const row = { name, revision, checksum: checksumOf('checkpoint', name, revision) };
    await this.#written(saveCheckpoint(this.#open.kysely, row));
  }

  async prune(rules: readonly RetentionRule[]): Promise<number> {
    try {
      return this.#pruner.prune(rules);
    } catch (error) {
      throw this.#writeErrorOf(error);
    }
  }

  async prunedThrough(): Promise<Readonly<Record<string, Revision>>> {
    return this.#log.pruned.through();
  }

  /**
   * Leaves the database file unchanged until {@link releaseFile}: new events go to the write-ahead log alone, so both files can be copied.
   * A log that grows by more than 512 MiB meanwhile changes the file nevertheless.
   */
  async holdFile(): Promise<void> {
    if (this.#holds === 0) {
      this.#emptyWriteAheadLog();
      this.#open.database.pragma(`wal_autocheckpoint = ${HELD_PAGES_MAX}`);
    }
    this.#holds += 1;
  }

  async releaseFile(): Promise<void> {
    this.#holds -= 1;
    if (this.#holds === 0) this.#open.database.pragma(`wal_autocheckpoint = ${WAL_PAGES_MAX}`);
  }

  async close(): Promise<void> {
    this.#open.database.close();
    this.#log.head.close();
  }

  /**
   * An empty write-ahead log only grows: no copy contains frames of two generations. On a full disk the frames stay, and such a log only grows,
   * too: SQLite overwrites frames after all of them reached the database file.
   */
  #emptyWriteAheadLog(): void {
    try {
      this.#open.database.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!(error instanceof Database.SqliteError && error.code === 'SQLITE_FULL')) throw error;
    }
  }

  async #guarded<T>(read: Promise<T>): Promise<T> {
    try {
      return await read;
    } catch (error) {
      throw this.#damage.errorOf(error);
    }
  }

  async #written(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      throw this.#writeErrorOf(error);
    }
  }

  #writeErrorOf(error: unknown): unknown {
    if (!(error instanceof Database.SqliteError)) return error;
    if (error.code.startsWith('SQLITE_CONSTRAINT'))
      return new WriterConflictError(`another writer is at work on the log: ${error.message}`);
    // SQLite rolled the append back: the log is unchanged.
    if (error.code === 'SQLITE_FULL') return new AppendRefusedError(NO_SPACE);
    return this.#damage.errorOf(error);
  }

  /**
   * Reopens the file after a disk error, which leaves the durable state unknown. Writes and syncs the write-ahead log again, and verifies
   * the tail: the append is stored, or it was rejected. Throws `error` otherwise.
   */
  async #recover(events: readonly EventValues[], error: Error): Promise<void> {
    const before = this.#log.end.revision;
    this.#open.database.close();
    this.#log.head.close();
    const openedLog = await openLog(this.#damage);
    openedLog.open.database.pragma('wal_checkpoint(TRUNCATE)');
    this.#open = openedLog.open;
    this.#log = openedLog.log;
    this.#writer = openedLog.writer;
    this.#pruner = openedLog.pruner;
    const { revision } = openedLog.log.end;
    if (revision === before) throw new AppendRefusedError(`the event log cannot be written: ${error.message}`);
    if (revision !== before + events.length) throw error;
  }
}

interface OpenLog {
  readonly open: OpenDatabase;
  readonly log: RestoredLog;
  readonly writer: LogWriter;
  readonly pruner: LogPruner;
}

async function openLog(damage: LogDamage): Promise<OpenLog> {
  const open = await openDatabase(damage.path);
  const { database } = open;
  try {
    const log = await restoreLog(open, damage);
    return { open, log, writer: new LogWriter({ database, ...log }), pruner: new LogPruner({ database, damage, ...log }) };
  } catch (error) {
    closeUnchanged(database, damage.path);
    throw damage.errorOf(error);
  }
}

function isIoError(error: unknown): error is Error {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_IOERR');
}
