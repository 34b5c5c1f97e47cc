import type { Revision } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import { checksumOf, NO_CHECKSUM } from './checksum.ts';
import { type EventRow, revisionOf, storedChecksumOf } from './event-row.ts';
import { RUNS_KNOWN, saveHead } from './head-file.ts';
import type { LockedDatabase } from './locked-database.ts';
import { LogDamage } from './log-damage.ts';
import { LogEnd } from './log-end.ts';
import { eventAt, type LogMoment } from './log-moment.ts';
import { LogReader } from './log-reader.ts';
import { LogRuns } from './log-runs.ts';
import { snapshotRowOf } from './log-snapshot.ts';
import { openDatabase } from './open-database.ts';
import { prunedKind } from './pruned-kinds.ts';
import { cutAfter } from './statements/cut-after.ts';
import { readLost } from './statements/read-lost.ts';
import { readPruned } from './statements/read-pruned.ts';
import { readRangeSum } from './statements/read-range-sum.ts';
import { savePruned } from './statements/save-pruned.ts';
import { saveSnapshot } from './statements/save-snapshot.ts';

/** Result of a cut: the log's new end, and objects of that moment that retention removed. */
export interface LogCut {
  readonly revision: Revision;
  readonly at: LabTime;
  readonly events: number;
  readonly lost: readonly ObjectKey[];
}

/**
 * Cuts the log at `path`, a private copy, after `moment`. Verifies all remaining events, whose checksums stay valid, and saves a snapshot
 * of its end. Rejects with NoSuchMomentError, and with DamagedLogError that names `origin`.
 */
export async function cutLog({ path, origin, moment }: { path: string; origin: string; moment: LogMoment }): Promise<LogCut> {
  const damage = new LogDamage(origin);
  const open = await openDatabase(path);
  try {
    const { revision, at } = damage.guard(() => eventAt(open.database, moment));
    const lost = damage
      .guard(() => cut(open, revision))
      .map(([group, resource, namespace, name]) => ({ group, resource, namespace, name }));
    const runs = damage.guard(() => LogRuns.read(open.database, damage));
    const fold = damage.guard(() => foldLog(open, runs, damage));
    const snapshot = { revision, at, kinds: fold.end.heads(), entries: fold.entries() };
    saveSnapshot(open.database)(snapshotRowOf(snapshot, fold.end, runs));
    // Everything above is unsynced: this commit and its sync make the whole file durable.
    open.database.pragma('journal_mode = WAL');
    open.database.pragma('synchronous = FULL');
    clampCheckpoints(open, revision);
    open.database.pragma('wal_checkpoint(TRUNCATE)');
    saveHead(path, { revision, checksum: fold.end.checksum, runs: runs.last(RUNS_KNOWN) });
    return { revision, at, events: fold.events, lost };
  } catch (error) {
    throw damage.errorOf(error);
  } finally {
    open.database.close();
  }
}

/** Cuts without a journal: a failed copy is thrown away. */
function cut({ database }: LockedDatabase, revision: Revision): ReturnType<ReturnType<typeof readLost>> {
  database.pragma('journal_mode = DELETE');
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  const objects = readLost(database)(revision);
  database.exec('BEGIN');
  cutAfter(database)(revision);
  cutPruned(database, revision);
  database.exec('COMMIT');
  return objects;
}

/** The number of pruned events is known in total, not by kind: the first kind receives the count. */
function cutPruned(database: LockedDatabase['database'], revision: Revision): void {
  const save = savePruned(database);
  let count = readRangeSum(database);
  for (const row of readPruned(database)) {
    save(prunedKind({ ...row, through: Math.min(row.through, revision), count }));
    count = 0;
  }
}

function clampCheckpoints({ database }: LockedDatabase, revision: Revision): void {
  const save = database.prepare<[number, string, string]>('UPDATE checkpoints SET revision = ?, checksum = ? WHERE name = ?');
  const rows = database.prepare<[number], { name: string }>('SELECT name FROM checkpoints WHERE revision > ?').all(revision);
  for (const { name } of rows) save.run(revision, checksumOf('checkpoint', name, revision), name);
}

/** End of a log, and the newest revision of each live object. */
class LogFold {
  readonly end = new LogEnd();
  readonly #live = new Map<string, { key: ObjectKey; revision: Revision }>();
  events = 0;

  follow(row: EventRow): void {
    const [revision, , , group, resource, namespace, name] = row;
    this.events += 1;
    this.end.follow({ revision: revisionOf(row), at: row[10], checksum: storedChecksumOf(row), group, resource });
    const id = JSON.stringify([group, resource, namespace, name]);
    this.#live.delete(id);
    if (row[9] !== 'deleted') this.#live.set(id, { key: { group, resource, namespace, name }, revision });
  }

  /** Live objects in order of their revisions, without their texts: a snapshot stores revisions only. */
  entries(): { key: ObjectKey; revision: Revision; objectJson: string }[] {
    return [...this.#live.values()].map((entry) => ({ ...entry, objectJson: '' }));
  }
}

function foldLog({ database }: LockedDatabase, runs: LogRuns, damage: LogDamage): LogFold {
  const fold = new LogFold();
  const reader = new LogReader({ database, runs, damage, end: fold.end });
  for (const row of reader.walk({ revision: 0, checksum: NO_CHECKSUM })) fold.follow(row);
  return fold;
}
