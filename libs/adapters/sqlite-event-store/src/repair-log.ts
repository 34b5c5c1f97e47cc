import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Revision, StoredEvent } from '@klockwork/event-store';
import Database from 'better-sqlite3';
import { type EventValues, valuesOf } from './event-row.ts';
import { EventStoreOpenError } from './event-store-open-error.ts';
import { HeadFile, type KnownHead, saveHead } from './head-file.ts';
import { copyLog } from './log-copy.ts';
import { LogDamage } from './log-damage.ts';
import { type PrunedThrough, rebuildLog } from './rebuild-log.ts';
import { removeLog } from './remove-log.ts';
import { Salvage } from './salvage-log.ts';

/** Result of a repair. */
export interface LogRepair {
  /** Folder with the original files. */
  readonly kept: string;
  /** Newest revision of the new log, and its number of events. */
  readonly through: Revision;
  readonly events: number;
  /** Newest acknowledged revision; undefined if unknown. */
  readonly known: Revision | undefined;
}

/**
 * Rebuilds the log at `path` from its sound first events, or from `events`. A folder beside it, named by `stamp`, receives the original
 * files. Rejects with EventStoreOpenError while another process uses the log.
 */
export async function repairLog({
  path,
  stamp,
  events,
}: {
  path: string;
  stamp: string;
  events?: readonly StoredEvent[];
}): Promise<LogRepair> {
  const kept = join(dirname(path), `damaged-${stamp}`);
  const copy = copyLog(path, kept);
  try {
    requireUnused(path);
  } catch (error) {
    rmSync(kept, { recursive: true });
    throw error;
  }
  const known = new HeadFile(copy).read();
  const repairedPath = `${path}-new`;
  removeLog(repairedPath);
  const { head, count } = events === undefined ? await fromCopy(copy, repairedPath, known) : await fromEvents(events, repairedPath);
  removeLog(path);
  renameSync(repairedPath, path);
  saveHead(path, head);
  const wasKnown = known === undefined || known === 'unreadable' ? undefined : known.revision;
  return { kept, through: head.revision, events: count, known: wasKnown };
}

type RebuiltLog = { readonly head: KnownHead; readonly count: number };

/** Sound events come from a second copy: reading may write, and the stored originals must stay unchanged. */
async function fromCopy(copy: string, made: string, known: ReturnType<HeadFile['read']>): Promise<RebuiltLog> {
  const folder = join(dirname(copy), 'working');
  const isForeign = typeof known === 'object' && hasForeignWal(copy, folder, known);
  const working = copyLog(copy, folder);
  if (isForeign) rmSync(`${working}-wal`);
  const salvage = new Salvage(working, new LogDamage(copy));
  try {
    const head = await rebuildLog(made, salvage.read(), () => salvage.prunedThrough());
    return { head, count: salvage.events };
  } finally {
    salvage.close();
    rmSync(dirname(working), { recursive: true });
  }
}

/** Returns whether the log belongs to `known` without its write-ahead log alone: that one then belongs to another log. */
function hasForeignWal(copy: string, folder: string, head: KnownHead): boolean {
  if (!existsSync(`${copy}-wal`)) return false;
  const [whole, alone] = [true, false].map((hasWal) => {
    const working = copyLog(copy, folder);
    if (!hasWal) rmSync(`${working}-wal`);
    const salvage = new Salvage(working, new LogDamage(copy));
    for (const _ of salvage.read());
    const read = { through: salvage.through, belongs: salvage.belongsTo(head) };
    salvage.close();
    rmSync(folder, { recursive: true });
    return read;
  });
  return alone?.belongs === true && (whole?.belongs !== true || whole.through < alone.through);
}

async function fromEvents(events: readonly StoredEvent[], made: string): Promise<RebuiltLog> {
  const pruned = () => prunedOf(events);
  const values = (function* (): Generator<EventValues> {
    for (const event of events) yield valuesOf(event);
  })();
  return { head: await rebuildLog(made, values, pruned), count: events.length };
}

/** Returns the pruned revisions of an export. Gaps name no kind, so each kind counts as pruned up to the last gap. */
function prunedOf(events: readonly StoredEvent[]): PrunedThrough[] {
  const gap = events.findLast((event, index) => event.revision !== (events[index - 1]?.revision ?? 0) + 1);
  if (gap === undefined) return [];
  const kinds = new Map(events.map(({ key: { group, resource } }) => [`${group}/${resource}`, { group, resource }]));
  return [...kinds.values()].map((kind) => ({ ...kind, through: gap.revision - 1 }));
}

function requireUnused(path: string): void {
  if (!existsSync(path)) return;
  try {
    // The file is opened after copying, because opening may leave an empty write-ahead log.
    const database = new Database(path, { readonly: true, timeout: 0 });
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) return;
    throw new EventStoreOpenError(
      'in-use',
      `the event log ${path} is in use by another process: stop the lab first, with "npx klockwork down"`,
    );
  }
}
