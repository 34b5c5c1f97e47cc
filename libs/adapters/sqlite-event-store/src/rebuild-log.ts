import type { Revision } from '@klockwork/event-store';
import { checksumOf } from './checksum.ts';
import { rangeOf } from './event-chain.ts';
import type { EventValues } from './event-row.ts';
import type { KnownHead } from './head-file.ts';
import { type LockedDatabase, makeDatabase } from './locked-database.ts';
import { LogDamage } from './log-damage.ts';
import { LogEnd } from './log-end.ts';
import { LogRuns } from './log-runs.ts';
import { LogWriter } from './log-writer.ts';
import { prunedKind } from './pruned-kinds.ts';
import { savePruned } from './statements/save-pruned.ts';
import { saveRange } from './statements/save-range.ts';

/** Events per transaction. */
const BATCH_EVENTS = 1_000;

/** Newest pruned revision of a kind. */
export interface PrunedThrough {
  readonly group: string;
  readonly resource: string;
  readonly through: Revision;
}

/** Creates a log file from events in order. Missing revisions count as pruned. Returns its head. */
export async function rebuildLog(path: string, events: Iterable<EventValues>, pruned: () => readonly PrunedThrough[]): Promise<KnownHead> {
  const open = await makeDatabase(path);
  try {
    const rebuilding = new LogRebuilding(open, path);
    rebuilding.append(events);
    rebuilding.savePruned(pruned());
    open.database.pragma('wal_checkpoint(TRUNCATE)');
    return rebuilding.head;
  } finally {
    open.database.close();
  }
}

class LogRebuilding {
  readonly #open: LockedDatabase;
  readonly #runs: LogRuns;
  readonly #writer: LogWriter;
  readonly #saveRange: ReturnType<typeof saveRange>;
  readonly end = new LogEnd();
  #missing = 0;

  constructor(open: LockedDatabase, path: string) {
    const { database } = open;
    this.#open = open;
    this.#runs = LogRuns.read(database, new LogDamage(path));
    this.#writer = new LogWriter({ database, runs: this.#runs, end: this.end });
    this.#saveRange = saveRange(database);
  }

  get head(): KnownHead {
    return { revision: this.end.revision, checksum: this.end.checksum, runs: this.#runs.last(1) };
  }

  append(events: Iterable<EventValues>): void {
    let batch: EventValues[] = [];
    let next = 1;
    for (const event of events) {
      if (event[0] !== next || batch.length === BATCH_EVENTS) {
        this.#writer.append(batch);
        batch = [];
      }
      if (event[0] !== next) this.#skip(next, event[0] - 1);
      batch.push(event);
      next = event[0] + 1;
    }
    this.#writer.append(batch);
  }

  /** The number of pruned events is known in total, not by kind: the first kind receives the count. */
  savePruned(kinds: readonly PrunedThrough[]): void {
    const save = savePruned(this.#open.database);
    let count = this.#missing;
    for (const { group, resource, through } of kinds) {
      save(prunedKind({ api_group: group, resource, through, count }));
      count = 0;
    }
  }

  #skip(first: Revision, last: Revision): void {
    const link = this.end.checksum;
    const last_checksum = checksumOf('gap', link, first, last);
    this.#saveRange(rangeOf({ first, last, link, last_checksum }));
    this.end.revision = last;
    this.end.checksum = last_checksum;
    this.#missing += last - first + 1;
  }
}
