import {
  type EventStore,
  kindName,
  PRUNED_MAX,
  type RetentionRule,
  type Revision,
  type Snapshot,
  type StoredEvent,
  WriterConflictError,
} from '@klockwork/event-store';
import { assert, type LabTime } from '@klockwork/kernel';
import Database from 'better-sqlite3';
import { type EventValues, eventOfRow, valuesOf } from './event-row.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import type { EventRow } from './schema.ts';
import { appendEvent } from './statements/append-event.ts';
import { loadSnapshot } from './statements/load-snapshot.ts';
import { pruneSuperseded } from './statements/prune-superseded.ts';
import { readAfter } from './statements/read-after.ts';
import { readCheckpoint } from './statements/read-checkpoint.ts';
import { readHead } from './statements/read-head.ts';
import { readKindAfter } from './statements/read-kind-after.ts';
import { readObjectAfter } from './statements/read-object-after.ts';
import { readPrunedThrough } from './statements/read-pruned-through.ts';
import { readSnapshotEntry } from './statements/read-snapshot-entry.ts';
import { saveCheckpoint } from './statements/save-checkpoint.ts';
import { savePrunedThrough } from './statements/save-pruned-through.ts';
import { saveSnapshot } from './statements/save-snapshot.ts';

/**
 * The log in one SQLite file (WAL, synchronous=FULL), locked for this process. Appends block, and are durable when the
 * call returns. What spans statements is one synchronous transaction, so nothing comes between.
 */
export class SqliteEventStore implements EventStore {
  readonly #open: OpenDatabase;
  readonly #readHead: ReturnType<typeof readHead>;
  readonly #readAfter: ReturnType<typeof readAfter>;
  readonly #readKindAfter: ReturnType<typeof readKindAfter>;
  readonly #readObjectAfter: ReturnType<typeof readObjectAfter>;
  readonly #readSnapshotEntry: ReturnType<typeof readSnapshotEntry>;
  readonly #appendAll: (events: readonly EventValues[]) => void;
  readonly #pruneAll: (rules: readonly RetentionRule[]) => number;

  /** Opens or makes the log at `path`, in a folder that is there. Rejects with EventStoreOpenError, `in-use` while another process has it. */
  static async open(options: { path: string }): Promise<SqliteEventStore> {
    return new SqliteEventStore(await openDatabase(options.path));
  }

  private constructor(open: OpenDatabase) {
    const { database } = open;
    this.#open = open;
    this.#readHead = readHead(database);
    this.#readAfter = readAfter(database);
    this.#readKindAfter = readKindAfter(database);
    this.#readObjectAfter = readObjectAfter(database);
    this.#readSnapshotEntry = readSnapshotEntry(database);
    this.#appendAll = appendAll(database, this.#readHead()?.revision ?? 0);
    this.#pruneAll = pruneAll(database);
  }

  async head(): Promise<{ revision: Revision; at: LabTime }> {
    return this.#readHead() ?? { revision: 0, at: 0 };
  }

  append(events: readonly StoredEvent[]): Promise<void> {
    return this.appendValues(events.map(valuesOf));
  }

  /** {@link append} of what {@link valuesOf} gives of events. */
  async appendValues(events: readonly EventValues[]): Promise<void> {
    try {
      this.#appendAll(events);
    } catch (error) {
      throw isConflict(error) ? new WriterConflictError(`another writer is at work on the log: ${error.message}`) : error;
    }
  }

  async readAfter(query: Parameters<EventStore['readAfter']>[0]): Promise<StoredEvent[]> {
    return this.#rowsAfter(query).map(eventOfRow);
  }

  async saveSnapshot({ revision, at, kinds, entries }: Snapshot): Promise<void> {
    const revisions = JSON.stringify(entries.map((entry) => entry.revision));
    await saveSnapshot(this.#open.kysely, { id: 1, revision, at, kinds: JSON.stringify(kinds), revisions });
  }

  async loadSnapshot(): Promise<Snapshot | undefined> {
    const row = await loadSnapshot(this.#open.kysely);
    if (row === undefined) return undefined;
    const entries = (JSON.parse(row.revisions) as Revision[]).map((revision) => this.#snapshotEntry(revision));
    return { revision: row.revision, at: row.at, kinds: JSON.parse(row.kinds) as Snapshot['kinds'], entries };
  }

  checkpoint(name: string): Promise<Revision> {
    return readCheckpoint(this.#open.kysely, name);
  }

  saveCheckpoint(name: string, revision: Revision): Promise<void> {
    return saveCheckpoint(this.#open.kysely, name, revision);
  }

  async prune(rules: readonly RetentionRule[]): Promise<number> {
    return this.#pruneAll(rules);
  }

  async prunedThrough(): Promise<Readonly<Record<string, Revision>>> {
    const rows = await readPrunedThrough(this.#open.kysely);
    return Object.fromEntries(rows.map((row) => [kindName({ group: row.api_group, resource: row.resource }), row.through]));
  }

  async close(): Promise<void> {
    this.#open.database.close();
  }

  #rowsAfter({ after, limit, kind, key }: Parameters<EventStore['readAfter']>[0]): EventRow[] {
    if (key !== undefined) return this.#readObjectAfter({ after, limit, key });
    return kind === undefined ? this.#readAfter({ after, limit }) : this.#readKindAfter({ after, limit, kind });
  }

  #snapshotEntry(revision: Revision): Snapshot['entries'][number] {
    const row = this.#readSnapshotEntry(revision);
    assert(row !== undefined, `the snapshot names revision ${revision}, which is not in the log`);
    const { api_group: group, resource, namespace, name, object } = row;
    return { key: { group, resource, namespace, name }, revision, objectJson: object };
  }
}

/** Appends after `head`, which needs no reading again: nobody else writes to the file. */
function appendAll(database: Database.Database, head: Revision): (events: readonly EventValues[]) => void {
  const append = appendEvent(database);
  let newest = head;
  const run = database.transaction((events: readonly EventValues[]) => {
    for (const [index, event] of events.entries()) {
      const last = newest + index;
      if (event[0] !== last + 1) throw new WriterConflictError(`revision ${event[0]} does not follow ${last}`);
      append(event);
    }
  });
  return (events) => {
    run.immediate(events);
    newest += events.length;
  };
}

function pruneAll(database: Database.Database): (rules: readonly RetentionRule[]) => number {
  const prune = pruneSuperseded(database);
  const savePruned = savePrunedThrough(database);
  const run = database.transaction((rules: readonly RetentionRule[]) => {
    let removed = 0;
    for (const rule of rules) {
      const revisions = prune(rule, PRUNED_MAX - removed);
      if (revisions.length > 0) savePruned(rule, Math.max(...revisions));
      removed += revisions.length;
    }
    return removed;
  });
  return (rules) => run.immediate(rules);
}

function isConflict(error: unknown): error is Error {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
}
