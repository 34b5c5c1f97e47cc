import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { repairLog } from './repair-log.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { makeOldLog } from './testing/old-log-file.ts';
import { verifyLog } from './verify-log.ts';

const REMEDY = '"npx klockwork verify" shows what can be saved, and "npx klockwork repair" goes on from there';
const web = podKey('web');
const events = [
  ...Array.from({ length: 10 }, (_, index) => storedEvent(index + 1, index === 0 ? { key: web } : {})),
  storedEvent(11, { key: web, previousRevision: 1, change: 'updated' }),
];

/** Returns the path of a log in a folder that ends with the test. */
function newLogPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-repair-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'events.db');
}

/** Creates a log in its own folder, optionally changed by SQL. */
async function logWith(change = ''): Promise<string> {
  const path = newLogPath();
  const store = await SqliteEventStore.open({ path });
  await store.append(events);
  await store.close();
  const database = new Database(path);
  database.exec(change);
  database.close();
  return path;
}

/** Returns events and notices of an opened log. */
async function contentOf(path: string) {
  const store = await SqliteEventStore.open({ path });
  const read = await store.readAfter({ after: 0, limit: 100 });
  await store.append([storedEvent(read.length === 0 ? 1 : read.at(-1)!.revision + 1, { key: podKey('next') })]);
  await store.close();
  return { read, notices: store.notices };
}

describe('a log that is verified', () => {
  test('a verified log without damage is sound and unchanged', async () => {
    const path = await logWith();
    const before = readFileSync(path);
    expect(await verifyLog(path)).toEqual({ events: 11, through: 11, pruned: 0, notices: [] });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['events.db', 'events.db-head']);
  });

  test('a verification names the first damaged event and the number of sound ones', async () => {
    const path = await logWith("UPDATE events SET user = 'root' WHERE revision IN (6, 9)");
    expect(await verifyLog(path)).toEqual({
      ...{ events: 5, through: 5, pruned: 0, notices: [] },
      problem: `the event log ${path} is damaged at revision 6: the event does not match its checksum; ${REMEDY}`,
    });
  });

  test('a verification finds damage outside of events', async () => {
    const path = await logWith('UPDATE events SET entry_check = 1 WHERE revision = 3');
    expect(await verifyLog(path)).toEqual({
      ...{ events: 11, through: 11, pruned: 0, notices: [] },
      problem: `the event log ${path} is damaged at revision 3: the event does not match its entry in the index of its kind; ${REMEDY}`,
    });
  });

  test('a verification finds no event in a foreign file', async () => {
    const path = await logWith();
    writeFileSync(path, 'not a database, though it is long enough to be one'.repeat(100));
    expect(await verifyLog(path)).toMatchObject({ events: 0, through: 0, problem: expect.stringContaining('file is not a database') });
  });
});

describe('a repair', () => {
  test('a repair preserves events up to the last sound one, and a copy of the old files', async () => {
    const path = await logWith("UPDATE events SET user = 'root' WHERE revision = 8");
    const before = readFileSync(path);
    const kept = join(path, '..', 'damaged-now');
    expect(await repairLog({ path, stamp: 'now' })).toEqual({ kept, through: 7, events: 7, known: 11 });
    expect(readFileSync(join(kept, 'events.db')).equals(before)).toBe(true);
    expect(readdirSync(kept).sort()).toEqual(['events.db', 'events.db-head']);
    expect(await contentOf(path)).toEqual({ read: events.slice(0, 7), notices: [] });
    expect(await verifyLog(path)).toMatchObject({ events: 8, through: 8 });
  });

  test('a repair preserves all events of a sound log', async () => {
    const path = await logWith('UPDATE events SET entry_check = 1 WHERE revision = 3');
    expect(await repairLog({ path, stamp: 'now' })).toMatchObject({ through: 11, events: 11 });
    expect((await contentOf(path)).read).toEqual(events);
  });

  test('a repair preserves gaps left by retention', async () => {
    const path = await logWith();
    const store = await SqliteEventStore.open({ path });
    await store.prune([{ group: '', resource: 'pods', before: 1_000_000 }]);
    await store.close();
    await repairLog({ path, stamp: 'now' });
    const again = await SqliteEventStore.open({ path });
    expect([await again.readAfter({ after: 0, limit: 100 }), await again.prunedThrough()]).toEqual([events.slice(1), { '/pods': 1 }]);
    await again.close();
  });

  test('a repair of an empty or missing log creates a new one', async () => {
    const path = await logWith();
    truncateSync(path, 0);
    expect(await repairLog({ path, stamp: 'now' })).toMatchObject({ through: 0, events: 0, known: 11 });
    expect((await contentOf(path)).read).toEqual([]);
  });

  test('a repair of a log of an older version preserves its readable events', async () => {
    const path = newLogPath();
    makeOldLog(path, [events[0]!, events[1]!, storedEvent(3, { objectJson: '{' })]);
    expect(await repairLog({ path, stamp: 'now' })).toMatchObject({ through: 2, events: 2 });
    expect((await contentOf(path)).read).toEqual(events.slice(0, 2));
  });

  test('a repair replaces the log by an export', async () => {
    const path = await logWith('DELETE FROM events WHERE revision = 2');
    const exported = events.filter(({ revision }) => revision !== 5);
    expect(await repairLog({ path, stamp: 'now', events: exported })).toMatchObject({ through: 11, events: 10 });
    const store = await SqliteEventStore.open({ path });
    expect([await store.readAfter({ after: 0, limit: 100 }), await store.prunedThrough()]).toEqual([exported, { '/pods': 5 }]);
    await store.close();
  });

  test('a repair is refused while a process uses the log, and leaves no file behind', async () => {
    const path = await logWith();
    const store = await SqliteEventStore.open({ path });
    await expect(repairLog({ path, stamp: 'now' })).rejects.toThrow(
      `the event log ${path} is in use by another process: stop the lab first, with "npx klockwork down"`,
    );
    expect(existsSync(join(path, '..', 'damaged-now'))).toBe(false);
    await store.close();
  });
});
