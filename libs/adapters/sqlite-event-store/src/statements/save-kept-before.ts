import type { Database } from 'better-sqlite3';

/** Moves the chain of a kind past events that were pruned. */
export function saveKeptBefore(database: Database): (revision: number, keptBefore: number, entryCheck: number) => void {
  const statement = database.prepare<[number, number, number]>('UPDATE events SET kept_before = ?, entry_check = ? WHERE revision = ?');
  return (revision, keptBefore, entryCheck) => void statement.run(keptBefore, entryCheck, revision);
}
