import { kindName, type Revision } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';
import { checksumOf } from './checksum.ts';
import type { LogDamage } from './log-damage.ts';
import type { PrunedKind } from './schema.ts';
import { readPruned } from './statements/read-pruned.ts';
import { readRangeSum } from './statements/read-range-sum.ts';
import { savePruned } from './statements/save-pruned.ts';

/** Counts of pruned events by kind, read once and held in memory. */
export class PrunedKinds {
  readonly #kinds: Map<string, PrunedKind>;
  readonly #added = new Map<string, PrunedKind>();
  readonly #save: ReturnType<typeof savePruned>;

  /** Throws DamagedLogError if rows fail their checksums, or disagree with the pruned ranges. */
  static read(database: Database, damage: LogDamage): PrunedKinds {
    const rows = readPruned(database);
    for (const row of rows)
      if (prunedKind(row).checksum !== row.checksum) throw damage.in('what was pruned of a kind does not match its checksum');
    const sum = rows.reduce((total, { count }) => total + count, 0);
    if (sum !== readRangeSum(database)) throw damage.in('what was pruned by kind is not what was pruned in all');
    return new PrunedKinds(rows, savePruned(database));
  }

  private constructor(rows: readonly PrunedKind[], save: ReturnType<typeof savePruned>) {
    this.#kinds = new Map(rows.map((row) => [kindName({ group: row.api_group, resource: row.resource }), row]));
    this.#save = save;
  }

  /** Returns the newest pruned revision by kind. */
  through(): Readonly<Record<string, Revision>> {
    return Object.fromEntries([...this.#kinds].map(([kind, { through }]) => [kind, through]));
  }

  /**
   * Adds pruned `revisions` of a kind and saves the sum. The caller owns the transaction, and then calls {@link keep} or {@link forget}.
   */
  add(kind: { group: string; resource: string }, revisions: readonly Revision[]): void {
    const name = kindName(kind);
    const knownKind = this.#added.get(name) ?? this.#kinds.get(name);
    const row = prunedKind({
      api_group: kind.group,
      resource: kind.resource,
      through: revisions.reduce((newest, revision) => Math.max(newest, revision), knownKind?.through ?? 0),
      count: (knownKind?.count ?? 0) + revisions.length,
    });
    this.#save(row);
    this.#added.set(name, row);
  }

  /** Accepts additions of a committed transaction. */
  keep(): void {
    for (const [name, row] of this.#added) this.#kinds.set(name, row);
    this.#added.clear();
  }

  /** Drops additions of a transaction after a rollback. */
  forget(): void {
    this.#added.clear();
  }
}

/** Returns a row with its checksum. */
export function prunedKind(row: Omit<PrunedKind, 'checksum'>): PrunedKind {
  return { ...row, checksum: checksumOf('pruned', row.api_group, row.resource, row.through, row.count) };
}
