import type { Database } from 'better-sqlite3';

/** Relinks the chain of a kind across pruned events. */
export function saveKeptBefore(database: Database): (revision: number, keptBefore: number, entryCheck: number) => void {
  const statement = database.prepare<[number, number, number]>('UPDATE events SET kept_before = ?, entry_check = ? WHERE revision = ?');
  return (revision, keptBefore, entryCheck) => void statement.run(keptBefore, entryCheck, revision);
}
