import type { Database } from 'better-sqlite3';

export function deleteEvent(database: Database): (revision: number) => void {
  const statement = database.prepare<[number]>('DELETE FROM events WHERE revision = ?');
  return (revision) => void statement.run(revision);
}
