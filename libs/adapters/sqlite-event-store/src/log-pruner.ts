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

export interface LogPrunerOptions {
  readonly database: Database;
  readonly reader: LogReader;
  readonly runs: LogRuns;
  readonly pruned: PrunedKinds;
  readonly damage: LogDamage;
}

/**
 * Removes superseded events. A range with both end checksums replaces them, so the chain of the log continues. The next event of the kind
 * is relinked. Throws DamagedLogError instead of pruning by a damaged index.
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

  /** Prunes events by the rules, at most {@link PRUNED_MAX}; returns their number. */
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

  /** Returns superseded events in order. Each event and its successor are read and verified. */
  #superseded(rule: RetentionRule, limit: number): EventRow[] {
    return this.#readSuperseded(rule, limit).map(([revision, successor]) => {
      const row = this.#options.reader.event(revision);
      if (!isPrunable(row, this.#options.reader.event(successor), rule))
        throw this.#options.damage.at(revision, 'is not superseded as the index says');
      return row;
    });
  }

  /** Relinks each stored event after pruned ones to the previous stored event of its kind. */
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

  /** Returns the next stored event of the kind. Events are processed from the newest on, so later pruned ones are already relinked. */
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

  /** Adds a range, and merges adjacent ones. */
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

/** Returns ranges of consecutive revisions. */
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
