import { existsSync, writeFileSync } from 'node:fs';
import { WriterConflictError } from '@klockwork/event-store';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { makeOldLog } from './testing/old-log-file.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';

const freshPath = temporaryLogs();
const web = podKey('web');
const old = [storedEvent(1, { key: web }), storedEvent(2), storedEvent(3, { key: web, previousRevision: 1 })];

test('opening a log of an older version adds checksums, with one notice', async () => {
  const path = freshPath();
  makeOldLog(path, old);
  const store = await SqliteEventStore.open({ path });
  expect(store.notices).toEqual([`the event log ${path} was written by an older version: its 3 events have checksums now`]);
  await store.append([storedEvent(4)]);
  await expect(store.append([storedEvent(5, { key: web, previousRevision: 1 })])).rejects.toBeInstanceOf(WriterConflictError);
  expect(await store.readAfter({ after: 0, limit: 10 })).toEqual([...old, storedEvent(4)]);
  expect(await store.readAfter({ after: 0, limit: 10, key: web })).toEqual([old[0], old[2]]);
  await store.close();
  const again = await SqliteEventStore.open({ path });
  expect(again.notices).toEqual([]);
  await again.close();
});

test('a log of an older version retains gaps left by retention', async () => {
  const path = freshPath();
  const kept = [old[0]!, old[2]!, storedEvent(4)];
  makeOldLog(path, kept, 2);
  const store = await SqliteEventStore.open({ path });
  expect(await store.readAfter({ after: 0, limit: 10 })).toEqual(kept);
  expect(await store.prunedThrough()).toEqual({ '/pods': 2 });
  await store.close();
});

test('a log of an older version with a missing or unreadable event is refused and unchanged', async () => {
  const [gap, torn] = [freshPath(), freshPath()];
  makeOldLog(gap, [old[0]!, old[2]!]);
  await expect(SqliteEventStore.open({ path: gap })).rejects.toThrow(
    `the event log ${gap} is damaged at revision 2: the event is missing;`,
  );
  makeOldLog(torn, [old[0]!, storedEvent(2, { objectJson: '{"metadata"-{}}' })]);
  await expect(SqliteEventStore.open({ path: torn })).rejects.toThrow(
    `the event log ${torn} is damaged at revision 2: the event cannot be read;`,
  );
  const database = new Database(torn);
  expect(database.pragma('user_version', { simple: true })).toBe(1);
  database.close();
});

test('an interrupted migration starts again', async () => {
  const path = freshPath();
  makeOldLog(path, old);
  writeFileSync(`${path}-new`, 'half a log');
  const store = await SqliteEventStore.open({ path });
  expect(await store.readAfter({ after: 0, limit: 10 })).toEqual(old);
  expect(existsSync(`${path}-new`)).toBe(false);
  await store.close();
});
