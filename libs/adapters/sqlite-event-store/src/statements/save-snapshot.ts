import { droppedRungs } from '@klockwork/event-store';
import type { Database } from 'better-sqlite3';
import type { SnapshotRow } from '../schema.ts';

const COLUMNS = ['id', 'revision', 'at', 'kinds', 'revisions', 'through', 'through_checksum', 'heads', 'checksum'] as const;

/** Adds a snapshot, and drops those between rungs. */
export function saveSnapshot(database: Database): (row: SnapshotRow) => void {
  const insert = database.prepare<[SnapshotRow]>(
    `REPLACE INTO snapshots (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')})`,
  );
  const revisions = database.prepare<[], number>('SELECT revision FROM snapshots ORDER BY revision').pluck();
  const drop = database.prepare<[number]>('DELETE FROM snapshots WHERE revision = ?');
  const save = database.transaction((row: SnapshotRow) => {
    insert.run(row);
    for (const revision of droppedRungs(revisions.all())) drop.run(revision);
  });
  return (row) => save.immediate(row);
}
