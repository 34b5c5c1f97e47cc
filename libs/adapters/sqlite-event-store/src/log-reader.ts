import type { Revision, StoredEvent } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';
import { type Checksum, checksumOf, entryCheckOf, NO_CHECKSUM } from './checksum.ts';
import { EventChain } from './event-chain.ts';
import { type EventRow, isOfKey, linkOf, revisionOf, storedChecksumOf, valuesOfRow } from './event-row.ts';
import type { LogDamage } from './log-damage.ts';
import type { LogEnd } from './log-end.ts';
import type { LogRuns } from './log-runs.ts';
import { readAfter } from './statements/read-after.ts';
import { readEvent } from './statements/read-event.ts';
import { type KindEntryRow, readKindEntries } from './statements/read-kind-entries.ts';
import { readRange } from './statements/read-range.ts';

/** Rows per read in a walk of the whole log. */
const WALK_ROWS = 1_000;

type Kind = Readonly<{ group: string; resource: string }>;

/** Dependencies of a reader. `end` is the present end of the log. */
export interface LogReaderOptions {
  readonly database: Database;
  readonly runs: LogRuns;
  readonly damage: LogDamage;
  readonly end: LogEnd;
}

/** Reads and verifies events: each by its checksum, and completeness by the chain of the log or of the kind. Throws DamagedLogError. */
export class LogReader {
  readonly #runs: LogRuns;
  readonly #damage: LogDamage;
  readonly #end: LogEnd;
  readonly #readAfter: ReturnType<typeof readAfter>;
  readonly #readEvent: ReturnType<typeof readEvent>;
  readonly #readKindEntries: ReturnType<typeof readKindEntries>;
  readonly #readRange: ReturnType<typeof readRange>;

  constructor({ database, runs, damage, end }: LogReaderOptions) {
    this.#runs = runs;
    this.#damage = damage;
    this.#end = end;
    this.#readAfter = readAfter(database);
    this.#readEvent = readEvent(database);
    this.#readKindEntries = readKindEntries(database);
    this.#readRange = readRange(database);
  }

  /** Returns events after a revision, in order. */
  after(after: Revision, limit: number): EventRow[] {
    const rows = this.#readAfter({ after, limit });
    const chain = this.#chain({ revision: after, ...(after === 0 && { checksum: NO_CHECKSUM }) });
    for (const row of rows) chain.follow(this.#verified(row));
    if (rows.length < limit && after < this.#end.revision) this.#verifyEnd(chain);
    return rows;
  }

  /** Returns events of a kind after a revision, in order. */
  ofKind(kind: Kind, after: Revision, limit: number): EventRow[] {
    const revisions: Revision[] = [];
    if (limit > 0)
      for (const [revision] of this.#entries(kind, after)) {
        revisions.push(revision);
        if (revisions.length === limit) break;
      }
    return revisions.map((revision) => this.event(revision));
  }

  /** Returns events of all objects of one name after a revision, in order, by the index of their kind. */
  ofKey(key: StoredEvent['key'], after: Revision, limit: number): EventRow[] {
    const revisions: Revision[] = [];
    if (limit > 0)
      for (const [revision, , , namespace, name] of this.#entries(key, after)) {
        if (name === key.name && namespace === key.namespace) revisions.push(revision);
        if (revisions.length === limit) break;
      }
    return revisions.map((revision) => this.#eventOfKey(revision, key));
  }

  /** Returns the stored event of a revision. */
  event(revision: Revision): EventRow {
    const row = this.#readEvent(revision);
    if (row === undefined) throw this.#damage.at(revision, 'is missing');
    return this.#verified(row);
  }

  /** Returns the oldest stored event of a kind after a revision; undefined if none. */
  nextOfKind(kind: Kind, after: Revision): EventRow | undefined {
    return this.ofKind(kind, after, 1)[0];
  }

  /** All events after a position, in order; throws at the first damaged one. */
  *walk(from: { revision: Revision; checksum?: Checksum }): Generator<EventRow> {
    const chain = this.#chain(from);
    for (let count = WALK_ROWS; count === WALK_ROWS; ) {
      const rows = this.#readAfter({ after: chain.revision, limit: WALK_ROWS });
      for (const row of rows) {
        chain.follow(this.#verified(row));
        yield row;
      }
      count = rows.length;
    }
  }

  /** Returns the checksum at a revision, stored or at the end of a pruned range; undefined if unknown. */
  checksumAt(revision: Revision): Checksum | undefined {
    const row = this.#readEvent(revision);
    if (row !== undefined) return storedChecksumOf(this.#verified(row));
    const range = this.#readRange(revision);
    return range?.last === revision ? range.last_checksum : undefined;
  }

  #chain(after: { revision: Revision; checksum?: Checksum }): EventChain {
    return new EventChain(this.#readRange, this.#damage, after);
  }

  #verified(row: EventRow): EventRow {
    const revision = revisionOf(row);
    const computed = eventChecksum(this.#runs.idOf(revision), linkOf(row), valuesOfRow(row));
    if (computed !== storedChecksumOf(row)) throw this.#damage.at(revision, 'does not match its checksum');
    return row;
  }

  /** The newest event is never pruned, so a complete walk ends with it. */
  #verifyEnd(chain: EventChain): void {
    if (chain.revision !== this.#end.revision) throw this.#damage.at(chain.revision + 1, 'is missing');
    if (chain.checksum !== this.#end.checksum) throw this.#damage.at(chain.revision, 'is not the one that was written');
  }

  #eventOfKey(revision: Revision, key: StoredEvent['key']): EventRow {
    const row = this.event(revision);
    if (!isOfKey(row, key)) throw this.#damage.at(revision, 'is not of the object that the index says');
    return row;
  }

  /** Verified index entries of a kind, complete from the first to the last. */
  *#entries({ group, resource }: Kind, after: Revision): Generator<KindEntryRow> {
    let last = after;
    let isFirst = true;
    for (const entry of this.#readKindEntries({ after, group, resource })) {
      const [revision, keptBefore] = entry;
      if (!this.#isSound(entry, group, resource)) throw this.#damage.at(revision, 'does not match its entry in the index of its kind');
      if (isFirst ? keptBefore > after : keptBefore !== last) throw this.#damage.at(keptBefore, 'is missing in the index of its kind');
      last = revision;
      isFirst = false;
      yield entry;
    }
    const newest = this.#end.kind({ group, resource });
    if (isFirst ? newest > after : newest !== last) throw this.#damage.at(newest, 'is missing in the index of its kind');
  }

  /** SQLite returns a Buffer for a text with a damaged type: its text has the same check, but equals no name. */
  #isSound([revision, keptBefore, at, namespace, name, check]: KindEntryRow, group: string, resource: string): boolean {
    if (typeof namespace !== 'string' || typeof name !== 'string') return false;
    return entryCheckOf(this.#runs.idOf(revision), { revision, keptBefore, at, group, resource, namespace, name }) === check;
  }
}

/** Returns the checksum of an event after one with the checksum `link`. */
export function eventChecksum(run: string, link: Checksum, values: ReturnType<typeof valuesOfRow>): Checksum {
  return checksumOf(run, link, ...values);
}
