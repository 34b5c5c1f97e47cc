import type { Revision } from '@klockwork/event-store';
import { DamagedLogError } from '@klockwork/event-store';
import Database from 'better-sqlite3';
import { NO_CHECKSUM } from './checksum.ts';
import { type EventRow, type EventValues, valuesOfRow } from './event-row.ts';
import type { KnownHead } from './head-file.ts';
import type { LogDamage } from './log-damage.ts';
import { LogEnd } from './log-end.ts';
import { LogReader } from './log-reader.ts';
import { LogRuns } from './log-runs.ts';
import { readOldLog } from './old-log.ts';
import type { PrunedThrough } from './rebuild-log.ts';
import { readPruned } from './statements/read-pruned.ts';

/** Reads a log from its first event to the first damage. `problem` is known after the last event. */
export class Salvage {
  readonly #database: Database.Database | undefined;
  readonly #damage: LogDamage;
  readonly #kinds = new Map<string, { group: string; resource: string }>();
  events = 0;
  /** Revision of the last event read. */
  through: Revision = 0;
  /** Number of earlier revisions removed by retention. */
  pruned = 0;
  /** Damage that ended the walk early. */
  problem: DamagedLogError | undefined;

  /** Opens the file at `path`, which must not be open elsewhere. Errors name `damage.path`. */
  constructor(path: string, damage: LogDamage) {
    this.#damage = damage;
    try {
      this.#database = new Database(path);
    } catch (error) {
      this.#note(error);
    }
  }

  /** Sound events in order. */
  *read(): Generator<EventValues> {
    const rows = this.#rows();
    for (;;) {
      const event = this.#next(rows);
      if (event === undefined) return;
      this.pruned += event[0] - this.through - 1;
      this.through = event[0];
      this.events += 1;
      this.#kinds.set(`${event[3]}/${event[4]}`, { group: event[3], resource: event[4] });
      yield event;
    }
  }

  /** Returns the pruned revisions by kind. Without a readable table each kind counts as pruned up to the end, so its watches list again. */
  prunedThrough(): readonly PrunedThrough[] {
    if (this.pruned === 0) return [];
    const known = this.#knownPruned();
    const kinds = known.length > 0 ? known : [...this.#kinds.values()].map((kind) => ({ ...kind, through: this.through }));
    return kinds.map((kind) => ({ ...kind, through: Math.min(kind.through, this.through) }));
  }

  /** Returns whether the log contains the runs of `known`, as far as it was read: the log of another lab does not. */
  belongsTo(head: KnownHead): boolean {
    try {
      const runs = this.#database === undefined ? undefined : LogRuns.salvage(this.#database);
      return runs !== undefined && head.runs.every((run) => run.first > this.through || runs.has(run));
    } catch (error) {
      this.#note(error);
      return false;
    }
  }

  close(): void {
    this.#database?.close();
  }

  #next(rows: Generator<EventValues>): EventValues | undefined {
    try {
      return rows.next().value;
    } catch (error) {
      this.#note(error);
      return undefined;
    }
  }

  *#rows(): Generator<EventValues> {
    const database = this.#database;
    if (database === undefined) return;
    const version = database.pragma('user_version', { simple: true });
    if (version === 1) {
      yield* readOldLog(database, this.#damage).events();
      return;
    }
    const runs = LogRuns.salvage(database);
    const reader = new LogReader({ database, runs, damage: this.#damage, end: new LogEnd() });
    for (const row of reader.walk({ revision: 0, checksum: NO_CHECKSUM })) yield valuesOfRow(row as EventRow);
  }

  #knownPruned(): PrunedThrough[] {
    try {
      const rows = this.#database === undefined ? [] : readPruned(this.#database);
      return rows.map(({ api_group: group, resource, through }) => ({ group, resource, through }));
    } catch {
      // The table is missing, or damaged in version 1: the caller assumes all kinds.
      return [];
    }
  }

  #note(error: unknown): void {
    const damageError = this.#damage.errorOf(error);
    this.problem = damageError instanceof DamagedLogError ? damageError : this.#damage.in((error as Error).message);
  }
}
