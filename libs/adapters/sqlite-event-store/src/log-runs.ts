import { randomUUID } from 'node:crypto';
import type { Revision } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';
import { type Checksum, checksumOf, NO_CHECKSUM } from './checksum.ts';
import type { LogDamage } from './log-damage.ts';
import type { RunRow } from './schema.ts';
import { addRun } from './statements/add-run.ts';
import { readRuns } from './statements/read-runs.ts';

/**
 * Processes that wrote to the log. Each has a unique id, which enters the checksums: events of other logs, and of diverged copies, fail
 * verification.
 */
export class LogRuns {
  readonly #runs: RunRow[];
  readonly #add: ReturnType<typeof addRun>;

  /** Reads and verifies the list. Throws DamagedLogError. */
  static read(database: Database, damage: LogDamage): LogRuns {
    const runs = readRuns(database);
    let previous: Checksum = NO_CHECKSUM;
    for (const { first, id, checksum } of runs) {
      if (checksum !== runChecksum(previous, first, id)) throw damage.in('the list of its runs does not match its checksums');
      previous = checksum;
    }
    return new LogRuns(runs, addRun(database));
  }

  /** Reads the list without verification: a wrong id shows in the checksums of its events. */
  static salvage(database: Database): LogRuns {
    return new LogRuns(readRuns(database), addRun(database));
  }

  private constructor(runs: RunRow[], add: ReturnType<typeof addRun>) {
    this.#runs = runs;
    this.#add = add;
  }

  /** First revision of the newest run; 0 if none. */
  get newest(): Revision {
    return this.#runs.at(-1)?.first ?? 0;
  }

  /** Returns the newest runs. */
  last(count: number): readonly RunRow[] {
    return this.#runs.slice(-count);
  }

  /** True if the log contains this run. */
  has({ first, checksum }: Pick<RunRow, 'first' | 'checksum'>): boolean {
    return this.#runs.some((run) => run.first === first && run.checksum === checksum);
  }

  /** Returns the id of the run that wrote a revision; empty if none did. */
  idOf(revision: Revision): string {
    for (let index = this.#runs.length - 1; index >= 0; index--) {
      const run = this.#runs[index] as RunRow;
      if (run.first <= revision) return run.id;
    }
    return '';
  }

  /** Adds a run that starts at `first`. The caller owns the transaction, and calls {@link forget} after a rollback. */
  begin(first: Revision): void {
    const id = randomUUID();
    const run = { first, id, checksum: runChecksum(this.#runs.at(-1)?.checksum ?? NO_CHECKSUM, first, id) };
    this.#add(run);
    this.#runs.push(run);
  }

  /** Removes the newest run. */
  forget(): void {
    this.#runs.pop();
  }
}

function runChecksum(previous: Checksum, first: Revision, id: string): Checksum {
  return checksumOf('run', previous, first, id);
}
