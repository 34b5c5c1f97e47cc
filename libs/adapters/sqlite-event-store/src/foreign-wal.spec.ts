import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DamagedLogError, type StoredEvent } from '@klockwork/event-store';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import { expect, test } from 'vitest';
import { repairLog } from './repair-log.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';
import { verifyLog } from './verify-log.ts';

const freshPath = temporaryLogs();

/** Events of one lab, too large for a few pages. */
function eventsOf(lab: string, count: number): StoredEvent[] {
  return Array.from({ length: count }, (_, index) =>
    storedEvent(index + 1, { key: podKey(`${lab}-${index}`), objectJson: JSON.stringify({ lab, text: lab.repeat(3_000) }) }),
  );
}

/** Copies the files of a log as a killed process leaves them: `checkpointed` events in the database, `after` in the write-ahead log. */
async function killedLog(lab: string, { checkpointed, after }: { checkpointed: number; after: number }): Promise<string> {
  const [path, copy] = [freshPath(), freshPath()];
  const events = eventsOf(lab, checkpointed + after);
  const store = await SqliteEventStore.open({ path });
  await store.append(events.slice(0, checkpointed));
  if (checkpointed > 0) await store.holdFile();
  for (const event of events.slice(checkpointed)) await store.append([event]);
  for (const part of ['', '-wal', '-head']) copyFileSync(path + part, copy + part);
  await store.close();
  return copy;
}

const filesOf = (path: string) =>
  ['', '-wal', '-head'].map((part) => (existsSync(path + part) ? readFileSync(path + part).toString('base64') : undefined));

test.each([
  [
    { checkpointed: 0, after: 40 },
    { checkpointed: 0, after: 30 },
  ],
  [
    { checkpointed: 40, after: 10 },
    { checkpointed: 0, after: 60 },
  ],
  [
    { checkpointed: 40, after: 10 },
    { checkpointed: 0, after: 10 },
  ],
  [
    { checkpointed: 40, after: 10 },
    { checkpointed: 60, after: 10 },
  ],
  [
    { checkpointed: 40, after: 10 },
    { checkpointed: 5, after: 1 },
  ],
  [
    { checkpointed: 0, after: 40 },
    { checkpointed: 40, after: 1 },
  ],
])('a log %o with the write-ahead log of another lab, %o, is refused and left as it is', async (own, foreign) => {
  const [path, other] = [await killedLog('own', own), await killedLog('foreign', foreign)];
  const wal = readFileSync(`${path}-wal`);
  copyFileSync(`${other}-wal`, `${path}-wal`);
  const before = filesOf(path);
  expect((await verifyLog(path)).problem).toContain(`the event log ${path} is damaged`);
  await expect(SqliteEventStore.open({ path })).rejects.toThrow(DamagedLogError);
  expect(filesOf(path).map((text, index) => text === before[index])).toEqual([true, true, true]);

  writeFileSync(`${path}-wal`, wal);
  const store = await SqliteEventStore.open({ path });
  expect((await store.head()).revision).toBe(own.checkpointed + own.after);
  await store.close();
});

test('a repair of a log beside the write-ahead log of another lab continues from its own file', async () => {
  const [path, other] = [
    await killedLog('own', { checkpointed: 40, after: 10 }),
    await killedLog('foreign', { checkpointed: 0, after: 60 }),
  ];
  copyFileSync(`${other}-wal`, `${path}-wal`);
  expect(await repairLog({ path, stamp: 'x' })).toMatchObject({ through: 40, events: 40, known: 50 });
  const store = await SqliteEventStore.open({ path });
  const [first, ...rest] = await store.readAfter({ after: 0, limit: 100 });
  expect([first?.key.name, rest.length]).toEqual(['own-0', 39]);
  await store.close();
});
