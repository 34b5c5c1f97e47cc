import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoredEvent } from '@klockwork/event-store';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import { SeededRandom } from '@klockwork/kernel';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { cutLog } from './cut-log.ts';
import { copyLog } from './log-copy.ts';
import type { LogMoment } from './log-moment.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';
import { verifyLog } from './verify-log.ts';

const freshPath = temporaryLogs();

async function logOf(events: readonly StoredEvent[]): Promise<{ path: string; store: SqliteEventStore }> {
  const path = freshPath();
  const store = await SqliteEventStore.open({ path });
  await store.append(events);
  return { path, store };
}

/** Copies a held log, cuts the copy, and returns its path with the result. */
async function cutCopy({ path, store }: { path: string; store: SqliteEventStore }, moment: LogMoment) {
  await store.holdFile();
  const copy = copyLog(path, join(dirname(path), `copy-${Math.random()}`));
  await store.releaseFile();
  return { copy, cut: await cutLog({ path: copy, origin: path, moment }) };
}

async function eventsOf(path: string): Promise<StoredEvent[]> {
  const store = await SqliteEventStore.open({ path });
  try {
    return await store.readAfter({ after: 0, limit: 10_000 });
  } finally {
    await store.close();
  }
}

/** Events of six pods that come, change and go. */
function randomEvents(seed: number, count: number): StoredEvent[] {
  const random = new SeededRandom(seed);
  const latest = new Map<string, { revision: number; uid: string }>();
  let at = 0;
  return Array.from({ length: count }, (_, index) => {
    const revision = index + 1;
    const name = `pod-${random.integer(6)}`;
    const { revision: previousRevision, uid } = latest.get(name) ?? { revision: 0, uid: `uid-${revision}` };
    const change = previousRevision === 0 ? 'created' : random.next() < 0.2 ? 'deleted' : 'updated';
    at += random.integer(3);
    if (change === 'deleted') latest.delete(name);
    else latest.set(name, { revision, uid });
    return storedEvent(revision, { key: podKey(name), uid, previousRevision, change, at });
  });
}

test('a cut at any revision equals the first events of the log, verifies, and accepts further events', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const events = randomEvents(seed, 40);
    const log = await logOf(events);
    const revision = 1 + new SeededRandom(seed).integer(40);
    const { copy, cut } = await cutCopy(log, { revision });
    expect(cut).toEqual({ revision, at: events[revision - 1]?.at, events: revision, lost: [] });
    expect(await eventsOf(copy)).toEqual(events.slice(0, revision));
    expect(await verifyLog(copy)).toEqual({ events: revision, through: revision, pruned: 0, notices: [] });
    const other = await SqliteEventStore.open({ path: copy });
    await other.append([storedEvent(revision + 1, { key: podKey('another-future') })]);
    await other.close();
    await log.store.close();
    expect(await eventsOf(log.path)).toEqual(events);
    expect((await verifyLog(copy)).through).toBe(revision + 1);
  }
});

test('a cut has a snapshot of its end', async () => {
  const events = [1, 2, 3].map((revision) => storedEvent(revision));
  const gone = storedEvent(4, { key: podKey('pod-2'), previousRevision: 2, change: 'deleted' });
  const log = await logOf([...events, gone, storedEvent(5)]);
  const { copy } = await cutCopy(log, { revision: 4 });
  const store = await SqliteEventStore.open({ path: copy });
  const entries = [1, 3].map((revision) => ({ key: podKey(`pod-${revision}`), revision, objectJson: events[revision - 1]?.objectJson }));
  expect(await store.loadSnapshot()).toEqual({ revision: 4, at: 4_000, kinds: { '/pods': 4 }, entries });
  await store.close();
  await log.store.close();
});

test('a moment names the newest event until then; other moments are rejected in one sentence', async () => {
  const log = await logOf([1, 2, 3, 4].map((revision) => storedEvent(revision, { at: [10, 10, 20, 30][revision - 1] ?? 0 })));
  const through = async (moment: LogMoment) => (await cutCopy(log, moment)).cut.revision;
  expect([await through({ at: 10 }), await through({ at: 29 }), await through({ at: 99_999 })]).toEqual([2, 3, 4]);
  await expect(through({ revision: 5 })).rejects.toThrow(/^revision 5 is not in the event log, which ends at 4$/);
  await expect(through({ at: 9 })).rejects.toThrow(/^the event log begins after 1970-01-01T00:00:00.009Z$/);
  await expect(through({ revision: 0 })).rejects.toThrow(/^no event up to revision 0 is in the event log$/);
  await log.store.close();
});

test('a cut across pruned events verifies, and names objects without an event', async () => {
  const lease = (revision: number, previousRevision: number) =>
    storedEvent(revision, {
      key: { group: 'coordination.k8s.io', resource: 'leases', namespace: 'n', name: 'node-1' },
      previousRevision,
      change: previousRevision === 0 ? 'created' : 'updated',
      previousRevisionOfKind: previousRevision,
    });
  const log = await logOf([lease(1, 0), storedEvent(2), lease(3, 1), storedEvent(4, { previousRevisionOfKind: 2 }), lease(5, 3)]);
  await log.store.prune([{ group: 'coordination.k8s.io', resource: 'leases', before: 1_000_000 }]);
  const { copy, cut } = await cutCopy(log, { revision: 4 });
  expect(cut).toEqual({
    ...{ revision: 4, at: 4_000, events: 2 },
    lost: [{ group: 'coordination.k8s.io', resource: 'leases', namespace: 'n', name: 'node-1' }],
  });
  expect(await verifyLog(copy)).toMatchObject({ through: 4, pruned: 2, notices: [] });
  expect((await verifyLog(copy)).problem).toBeUndefined();
  await log.store.close();
});

test('checkpoints of a cut do not lead its end', async () => {
  const log = await logOf([1, 2, 3].map((revision) => storedEvent(revision)));
  await log.store.saveCheckpoint('relay', 3);
  await log.store.saveCheckpoint('early', 1);
  const { copy } = await cutCopy(log, { revision: 2 });
  const store = await SqliteEventStore.open({ path: copy });
  expect([await store.checkpoint('relay'), await store.checkpoint('early')]).toEqual([2, 1]);
  await store.close();
  await log.store.close();
});

test('damage before the moment rejects the cut with the name of the origin', async () => {
  const log = await logOf([1, 2, 3].map((revision) => storedEvent(revision)));
  await log.store.close();
  const database = new Database(log.path);
  database.prepare("UPDATE events SET user = 'another' WHERE revision = 2").run();
  database.close();
  const copy = copyLog(log.path, join(dirname(log.path), 'damaged-copy'));
  await expect(cutLog({ path: copy, origin: log.path, moment: { revision: 3 } })).rejects.toThrow(
    `the event log ${log.path} is damaged at revision 2`,
  );
});

test('the database file is unchanged while it is held, and copies contain all acknowledged events', async () => {
  const { path, store } = await logOf([]);
  const big = (revision: number) =>
    storedEvent(revision, { objectJson: JSON.stringify({ text: String(revision).repeat(30_000 / String(revision).length) }) });
  let newest = 0;
  const append = async (count: number) => {
    await store.append(Array.from({ length: count }, () => big(++newest)));
  };
  await append(50);
  await store.holdFile();
  const before = statSync(path).size;
  // More pages than a write-ahead log holds without a checkpoint.
  await append(1_500);
  expect([statSync(path).size, statSync(`${path}-wal`).size > 32 * 2 ** 20]).toEqual([before, true]);
  const copy = copyLog(path, join(dirname(path), 'held-copy'));
  await store.releaseFile();
  await append(1);
  expect(statSync(path).size).toBeGreaterThan(before);
  expect((await cutLog({ path: copy, origin: path, moment: { at: 10 ** 15 } })).revision).toBe(1_550);
  await store.close();
});
