import type { Snapshot } from '@klockwork/event-store';
import { NO_CHECKSUM } from './checksum.ts';
import { revisionOf, storedChecksumOf } from './event-row.ts';
import { HeadFile } from './head-file.ts';
import type { LogDamage } from './log-damage.ts';
import { LogEnd } from './log-end.ts';
import { LogReader } from './log-reader.ts';
import { LogRuns } from './log-runs.ts';
import { verifySnapshot } from './log-snapshot.ts';
import type { OpenDatabase } from './open-database.ts';
import { PrunedKinds } from './pruned-kinds.ts';
import type { SnapshotRow } from './schema.ts';
import { loadSnapshot } from './statements/load-snapshot.ts';

/** Log verified from its snapshot to its end. */
export interface RestoredLog {
  readonly runs: LogRuns;
  readonly end: LogEnd;
  readonly reader: LogReader;
  readonly pruned: PrunedKinds;
  readonly head: HeadFile;
  /** Notices for people. */
  readonly notices: readonly string[];
}

/** Verifies the snapshot, all later events, and that the log contains the newest acknowledged event. Rejects with DamagedLogError. */
export async function restoreLog({ database, kysely, migrated }: OpenDatabase, damage: LogDamage): Promise<RestoredLog> {
  const runs = damage.guard(() => LogRuns.read(database, damage));
  const snapshot = await loadSnapshot(kysely);
  const end = new LogEnd();
  const reader = new LogReader({ database, runs, damage, end });
  const restore = (): RestoredLog => {
    if (snapshot !== undefined) beginAt(end, snapshot, runs, damage);
    foldTail(end, reader);
    if (runs.newest > end.revision) throw damage.in(`it ends at revision ${end.revision}, before its newest run`);
    const kinds = PrunedKinds.read(database, damage);
    const head = new HeadFile(damage.path);
    const notices = [...migrationNotice(migrated, damage), ...headNotice(head, { end, reader, runs, damage, isNew: migrated > 0 })];
    return { runs, end, reader, pruned: kinds, head, notices };
  };
  return damage.guard(restore);
}

const ANOTHER_LOG = 'not the one that was acknowledged: this may be the log of another lab, or of a copy';

/** Returns a sentence with the number of lost acknowledged events, if any. */
function headNotice(
  head: HeadFile,
  { end, reader, runs, damage, isNew }: { end: LogEnd; reader: LogReader; runs: LogRuns; damage: LogDamage; isNew: boolean },
): string[] {
  const known = head.read();
  if (known === undefined)
    return end.revision === 0 || isNew
      ? []
      : [`${damage.path}-head is missing: nothing tells whether the event log has lost its newest events`];
  if (known === 'unreadable') return [`${damage.path}-head cannot be read: nothing tells whether the event log has lost its newest events`];
  if (end.revision === 0 && known.revision > 0) throw damage.in(`it is empty, and revision ${known.revision} was written to it`);
  for (const run of known.runs) if (run.first <= end.revision && !runs.has(run)) throw damage.at(run.first, `is ${ANOTHER_LOG}`);
  if (known.revision > end.revision) return [lostTail(damage.path, end.revision, known.revision)];
  const checksum = known.revision === 0 ? NO_CHECKSUM : reader.checksumAt(known.revision);
  if (checksum !== undefined && checksum !== known.checksum) throw damage.at(known.revision, `is ${ANOTHER_LOG}`);
  return [];
}

function lostTail(path: string, last: number, acknowledged: number): string {
  return `the event log ${path} ends at revision ${last}, but ${acknowledged} was acknowledged: the newest ${acknowledged - last} changes are lost, and the lab goes on from what is there`;
}

function migrationNotice(migrated: number, { path }: LogDamage): string[] {
  return migrated === 0 ? [] : [`the event log ${path} was written by an older version: its ${migrated} events have checksums now`];
}

function beginAt(end: LogEnd, row: SnapshotRow, runs: LogRuns, damage: LogDamage): void {
  verifySnapshot(row, runs, damage);
  end.begin({
    revision: row.through,
    at: row.at,
    checksum: row.through_checksum,
    heads: JSON.parse(row.heads) as Snapshot['kinds'],
  });
}

/** Adds all events after `end`; without any, reads the event at `end` for its time. */
function foldTail(end: LogEnd, reader: LogReader): void {
  const { revision } = end;
  for (const row of reader.walk({ revision, checksum: end.checksum }))
    end.follow({ revision: revisionOf(row), at: row[10], checksum: storedChecksumOf(row), group: row[3], resource: row[4] });
  if (revision > 0 && end.revision === revision) end.at = reader.event(revision)[10];
}
