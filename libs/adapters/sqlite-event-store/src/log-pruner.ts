import { PRUNED_MAX, type RetentionRule, type Revision } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';
import { entryCheckOf } from './checksum.ts';
import { isWhole, rangeOf } from './event-chain.ts';
import { type EventRow, keptBeforeOf, linkOf, revisionOf, storedChecksumOf } from './event-row.ts';
import type { LogDamage } from './log-damage.ts';
import type { LogReader } from './log-reader.ts';
import type { LogRuns } from './log-runs.ts';
import type { PrunedKinds } from './pruned-kinds.ts';
import type { PrunedRange } from './schema.ts';
import { deleteEvent } from './statements/delete-event.ts';
import { deleteRange } from './statements/delete-range.ts';
import { readRange } from './statements/read-range.ts';
import { readSuperseded } from './statements/read-superseded.ts';
import { saveKeptBefore } from './statements/save-kept-before.ts';
import { saveRange } from './statements/save-range.ts';

/** Parts that a pruner uses. */
export interface LogPrunerOptions {
  readonly database: Database;
  readonly reader: LogReader;
  readonly runs: LogRuns;
  readonly pruned: PrunedKinds;
  readonly damage: LogDamage;
}

/**
 * Removes superseded events. What is removed leaves a range with the checksums at both its ends, so that the chain of the log goes on over
 * it, and the next event of the kind is led past it. Throws DamagedLogError rather than remove by an index that is wrong.
 */
export class LogPruner {
  readonly #options: LogPrunerOptions;
  readonly #readSuperseded: ReturnType<typeof readSuperseded>;
  readonly #deleteEvent: ReturnType<typeof deleteEvent>;
  readonly #saveKeptBefore: ReturnType<typeof saveKeptBefore>;
  readonly #readRange: ReturnType<typeof readRange>;
  readonly #saveRange: ReturnType<typeof saveRange>;
  readonly #deleteRange: ReturnType<typeof deleteRange>;

  constructor(options: LogPrunerOptions) {
    const { database } = options;
    this.#options = options;
    this.#readSuperseded = readSuperseded(database);
    this.#deleteEvent = deleteEvent(database);
    this.#saveKeptBefore = saveKeptBefore(database);
    this.#readRange = readRange(database);
    this.#saveRange = saveRange(database);
    this.#deleteRange = deleteRange(database);
  }

  /** Removes events by the rules, at most {@link PRUNED_MAX}; returns their number. */
  prune(rules: readonly RetentionRule[]): number {
    const { database, pruned } = this.#options;
    try {
      const removed = database.transaction(() => this.#pruneAll(rules)).immediate();
      pruned.keep();
      return removed;
    } finally {
      pruned.forget();
    }
  }

  #pruneAll(rules: readonly RetentionRule[]): number {
    let removed = 0;
    for (const rule of rules) {
      const rows = this.#superseded(rule, PRUNED_MAX - removed);
      if (rows.length === 0) continue;
      this.#leadPast(rule, rows);
      for (const row of rows) this.#deleteEvent(revisionOf(row));
      for (const range of rangesOf(rows)) this.#addRange(range);
      this.#options.pruned.add(rule, rows.map(revisionOf));
      removed += rows.length;
    }
    return removed;
  }

  /** In order. Both the event and its successor are read and verified. */
  #superseded(rule: RetentionRule, limit: number): EventRow[] {
    return this.#readSuperseded(rule, limit).map(([revision, successor]) => {
      const row = this.#options.reader.event(revision);
      if (!isPrunable(row, this.#options.reader.event(successor), rule))
        throw this.#options.damage.at(revision, 'is not superseded as the index says');
      return row;
    });
  }

  /** Has each kept event that follows removed ones of its kind name the kept one before them. */
  #leadPast(rule: RetentionRule, rows: readonly EventRow[]): void {
    let next: EventRow | undefined;
    let keptBefore = 0;
    const save = () => next !== undefined && this.#moveKeptBefore(next, keptBefore);
    const isRemoved = new Set(rows.map(revisionOf));
    for (const row of rows.toReversed()) {
      if (next === undefined || keptBefore !== revisionOf(row)) {
        save();
        next = this.#nextKept(rule, row, isRemoved);
      }
      keptBefore = keptBeforeOf(row);
    }
    save();
  }

  /** The event of the kind after one; all between that are removed were passed already, as these are taken from the newest on. */
  #nextKept(rule: RetentionRule, row: EventRow, isRemoved: ReadonlySet<Revision>): EventRow {
    const next = this.#options.reader.nextOfKind(rule, revisionOf(row));
    if (next === undefined || isRemoved.has(revisionOf(next)))
      throw this.#options.damage.at(revisionOf(row), 'has no successor in the index of its kind');
    return next;
  }

  #moveKeptBefore(row: EventRow, keptBefore: Revision): void {
    const [revision, , , group, resource, namespace, name, , , , at] = row;
    const id = this.#options.runs.idOf(revision);
    this.#saveKeptBefore(revision, keptBefore, entryCheckOf(id, { revision, keptBefore, at, group, resource, namespace, name }));
  }

  /** Joins a range with those that it touches. */
  #addRange({ first, last, link, last_checksum }: Omit<PrunedRange, 'checksum'>): void {
    const before = this.#rangeAt(first - 1);
    const after = this.#rangeAt(last + 1);
    if (before?.last === first - 1) this.#deleteRange(before.first);
    if (after?.first === last + 1) this.#deleteRange(after.first);
    const begin = before?.last === first - 1 ? before : { first, link };
    const end = after?.first === last + 1 ? after : { last, last_checksum };
    this.#saveRange(rangeOf({ first: begin.first, link: begin.link, last: end.last, last_checksum: end.last_checksum }));
  }

  #rangeAt(revision: Revision): PrunedRange | undefined {
    const range = this.#readRange(revision);
    if (range !== undefined && !isWhole(range)) throw this.#options.damage.at(range.first, 'was pruned, which does not match its checksum');
    return range;
  }
}

function isPrunable(row: EventRow, successor: EventRow, { group, resource, before }: RetentionRule): boolean {
  const isSameObject = [3, 4, 5, 6, 7].every((column) => row[column] === successor[column]);
  return row[3] === group && row[4] === resource && row[10] < before && isSameObject && successor[1] === revisionOf(row);
}

/** Runs of revisions that follow each other without a gap. */
function rangesOf(rows: readonly EventRow[]): Omit<PrunedRange, 'checksum'>[] {
  const ranges: { first: Revision; last: Revision; link: string; last_checksum: string }[] = [];
  for (const row of rows) {
    const [revision, last_checksum] = [revisionOf(row), storedChecksumOf(row)];
    const range = ranges.at(-1);
    if (range?.last === revision - 1) Object.assign(range, { last: revision, last_checksum });
    else ranges.push({ first: revision, last: revision, link: linkOf(row), last_checksum });
  }
  return ranges;
}
