import type { Database } from 'better-sqlite3';
import type { RunRow } from '../schema.ts';

export function addRun(database: Database): (run: RunRow) => void {
  const statement = database.prepare<[number, string, string]>('INSERT INTO runs (first, id, checksum) VALUES (?, ?, ?)');
  return ({ first, id, checksum }) => void statement.run(first, id, checksum);
}
