import type { Database } from 'better-sqlite3';
import { EVENT_COLUMNS, EVENT_FIELDS, type EventValues } from './event-row.ts';
import type { LogDamage } from './log-damage.ts';
import type { PrunedThrough } from './rebuild-log.ts';

/** Log of version 1, without checksums. */
export interface OldLog {
  /** Yields all events in order. Throws DamagedLogError for an unreadable one. */
  events(): Generator<EventValues>;
  readonly pruned: readonly PrunedThrough[];
  /** Number of events read. */
  readonly count: number;
  /** Newest missing revision between two read events; 0 if none. */
  readonly lastMissing: number;
}

const WALK_ROWS = 1_000;

/** Reads a log of version 1. */
export function readOldLog(database: Database, damage: LogDamage): OldLog {
  const old = { pruned: readPrunedThrough(database), count: 0, lastMissing: 0 };
  const statement = database
    .prepare<[number, number], EventValues>(`SELECT ${EVENT_COLUMNS.join(', ')} FROM events WHERE revision > ? ORDER BY revision LIMIT ?`)
    .raw();
  function* events(): Generator<EventValues> {
    for (let last = 0, count = WALK_ROWS; count === WALK_ROWS; ) {
      const rows = damage.guard(() => statement.all(last, WALK_ROWS));
      for (const row of rows) {
        if (row[0] !== last + 1) old.lastMissing = row[0] - 1;
        last = row[0];
        old.count += 1;
        yield readable(row, damage);
      }
      count = rows.length;
    }
  }
  return Object.assign(old, { events });
}

function readPrunedThrough(database: Database): PrunedThrough[] {
  return database
    .prepare<[], PrunedThrough>('SELECT api_group AS "group", resource, through FROM pruned ORDER BY api_group, resource')
    .all();
}

/** Without checksums only types and JSON syntax can be verified. */
function readable(row: EventValues, damage: LogDamage): EventValues {
  const isSound = EVENT_FIELDS.every(({ type, isJson }, index) => hasType(type, row[index]) && (!isJson || parses(row[index] as string)));
  if (!isSound) throw damage.at(row[0], 'cannot be read');
  return row;
}

function hasType(type: 'integer' | 'text', value: unknown): boolean {
  return typeof value === (type === 'integer' ? 'number' : 'string');
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The caller reports the event as damaged; the parse error adds nothing.
    return false;
  }
}
