import type { Database } from 'better-sqlite3';
import type { PrunedRange } from '../schema.ts';

export function saveRange(database: Database): (range: PrunedRange) => void {
  const statement = database.prepare<[PrunedRange]>(
    'INSERT INTO pruned_ranges (first, last, link, last_checksum, checksum) VALUES (@first, @last, @link, @last_checksum, @checksum)',
  );
  return (range) => void statement.run(range);
}
