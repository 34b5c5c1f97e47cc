import type { Revision, Snapshot } from '@klockwork/event-store';
import { checksumOf } from './checksum.ts';
import type { LogDamage } from './log-damage.ts';
import type { LogEnd } from './log-end.ts';
import type { LogRuns } from './log-runs.ts';
import type { SnapshotRow } from './schema.ts';

/** Returns the row of a snapshot saved at the log's end `end`. */
export function snapshotRowOf({ revision, at, kinds, entries }: Snapshot, end: LogEnd, runs: LogRuns): SnapshotRow {
  const row = {
    id: revision,
    revision,
    at,
    kinds: JSON.stringify(kinds),
    revisions: JSON.stringify(entries.map((entry) => entry.revision)),
    through: end.revision,
    through_checksum: end.checksum,
    heads: JSON.stringify(end.heads()),
  };
  return { ...row, checksum: snapshotChecksum(row, runs) };
}

/** Throws DamagedLogError for a snapshot that fails its checksum. */
export function verifySnapshot(row: SnapshotRow, runs: LogRuns, damage: LogDamage): void {
  if (snapshotChecksum(row, runs) !== row.checksum) throw damage.in('its snapshot does not match its checksum');
}

export function namedRevisions(row: SnapshotRow): readonly Revision[] {
  return JSON.parse(row.revisions) as Revision[];
}

function snapshotChecksum(row: Omit<SnapshotRow, 'checksum'>, runs: LogRuns): string {
  const { revision, at, kinds, revisions, through, through_checksum, heads } = row;
  return checksumOf('snapshot', runs.idOf(through), revision, at, kinds, revisions, through, through_checksum, heads);
}
