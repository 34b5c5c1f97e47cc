import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type StoredEvent, WriterConflictError } from '@klockwork/event-store';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';

const freshPath = temporaryLogs();
const pods = { group: '', resource: 'pods' };
const web = podKey('web');
const REMEDY = '"npx klockwork verify" shows what can be saved, and "npx klockwork repair" goes on from there';

/** Twelve events: ten pods, then two updates of the first one. */
const events: readonly StoredEvent[] = [
  ...Array.from({ length: 10 }, (_, index) => storedEvent(index + 1, index === 0 ? { key: web } : {})),
  storedEvent(11, { key: web, previousRevision: 1, change: 'updated' }),
  storedEvent(12, { key: web, previousRevision: 11, change: 'updated' }),
];

/** Creates a closed log of {@link events}, optionally changed by SQL. */
async function logWith(change = ''): Promise<string> {
  const path = freshPath();
  const store = await SqliteEventStore.open({ path });
  await store.append(events);
  await store.close();
  edit(path, change);
  return path;
}

function edit(path: string, change: string): void {
  const database = new Database(path);
  database.exec(change);
  database.close();
}

/** Opens a log with a snapshot of all events: only reads can find earlier damage. */
async function openBehindSnapshot(change: string): Promise<SqliteEventStore> {
  const path = freshPath();
  const store = await SqliteEventStore.open({ path });
  await store.append(events);
  const entries = [...events.slice(1, 10), events[11]!].map(({ key, revision, objectJson }) => ({ key, revision, objectJson }));
  await store.saveSnapshot({ revision: 12, at: 12_000, kinds: { '/pods': 12 }, entries });
  await store.close();
  edit(path, change);
  return SqliteEventStore.open({ path });
}

describe('a log that is opened', () => {
  test.each([
    [
      'a changed object',
      "UPDATE events SET object = replace(object, 'pod-5', 'pod-6') WHERE revision = 5",
      5,
      'does not match its checksum',
    ],
    ['a changed envelope', "UPDATE events SET user = 'root' WHERE revision = 7", 7, 'does not match its checksum'],
    ['a changed time', 'UPDATE events SET at = at + 1 WHERE revision = 12', 12, 'does not match its checksum'],
    ['a deleted event', 'DELETE FROM events WHERE revision = 8', 8, 'is missing'],
    ['a deleted first event', 'DELETE FROM events WHERE revision = 1', 1, 'is missing'],
  ])('a start refuses %s with its revision and the remedy', async (_, change, revision, what) => {
    const path = await logWith(change);
    await expect(SqliteEventStore.open({ path })).rejects.toThrow(
      `the event log ${path} is damaged at revision ${revision}: the event ${what}; ${REMEDY}`,
    );
  });

  test.each([
    ['snapshot', "UPDATE snapshots SET revisions = '[2]'", 'its snapshot does not match its checksum'],
    ['list of runs', "UPDATE runs SET id = 'other'", 'the list of its runs does not match its checksums'],
    ['version', 'PRAGMA user_version = 0', 'it has tables and no version'],
  ])('a start refuses a changed %s', async (_, change, what) => {
    await expect(openBehindSnapshot(change)).rejects.toThrow(`is damaged: ${what}; ${REMEDY}`);
  });

  test('a start refuses a log with an overwritten page in one sentence', async () => {
    const path = await logWith();
    const bytes = readFileSync(path);
    bytes.fill(0, 100, 200);
    writeFileSync(path, bytes);
    await expect(SqliteEventStore.open({ path })).rejects.toThrow(`the event log ${path} is damaged: `);
  });

  test('a start refuses an empty log after events were acknowledged', async () => {
    const path = await logWith();
    truncateSync(path, 0);
    await expect(SqliteEventStore.open({ path })).rejects.toThrow(
      `the event log ${path} is damaged: it is empty, and revision 12 was written to it; ${REMEDY}`,
    );
  });

  test('a start refuses the log of another lab, and a diverged copy', async () => {
    const [path, other] = [await logWith(), freshPath()];
    const store = await SqliteEventStore.open({ path: other });
    await store.append([...events, storedEvent(13)]);
    await store.close();
    copyFileSync(other, path);
    await expect(SqliteEventStore.open({ path })).rejects.toThrow(
      `the event log ${path} is damaged at revision 1: the event is not the one that was acknowledged: this may be the log of another lab, or of a copy; ${REMEDY}`,
    );
  });
});

describe('a log whose newest events are lost', () => {
  test('a log without its newest events reports their number at its start, and continues from its last event', async () => {
    const path = await logWith('DELETE FROM events WHERE revision > 9');
    const store = await SqliteEventStore.open({ path });
    expect(store.notices).toEqual([
      `the event log ${path} ends at revision 9, but 12 was acknowledged: the newest 3 changes are lost, and the lab goes on from what is there`,
    ]);
    await store.append([storedEvent(10)]);
    await store.close();
    const again = await SqliteEventStore.open({ path });
    expect(again.notices).toEqual([]);
    await again.close();
  });

  test('a log with a removed write-ahead log reports the lost events', async () => {
    const [path, copy] = [freshPath(), freshPath()];
    const store = await SqliteEventStore.open({ path });
    await store.append(events.slice(0, 4));
    await store.close();
    const killed = await SqliteEventStore.open({ path });
    await killed.append(events.slice(4));
    for (const part of ['', '-head']) copyFileSync(path + part, copy + part);
    await killed.close();
    const again = await SqliteEventStore.open({ path: copy });
    expect(again.notices).toEqual([
      `the event log ${copy} ends at revision 4, but 12 was acknowledged: the newest 8 changes are lost, and the lab goes on from what is there`,
    ]);
    expect(await again.readAfter({ after: 0, limit: 20 })).toEqual(events.slice(0, 4));
    await again.close();
  });

  test('a log without a readable head file reports a possible loss of newest events', async () => {
    const path = await logWith();
    rmSync(`${path}-head`);
    const missing = await SqliteEventStore.open({ path });
    expect(missing.notices).toEqual([`${path}-head is missing: nothing tells whether the event log has lost its newest events`]);
    await missing.close();
    writeFileSync(`${path}-head`, '{"revision":12}');
    const unreadable = await SqliteEventStore.open({ path });
    expect(unreadable.notices).toEqual([`${path}-head cannot be read: nothing tells whether the event log has lost its newest events`]);
    await unreadable.close();
    expect(existsSync(`${path}-head`)).toBe(true);
  });
});

describe('a read of a log that was damaged behind its snapshot', () => {
  test.each([
    ['a changed event', "UPDATE events SET user = 'root' WHERE revision = 1", 1, 'does not match its checksum'],
    ['a deleted event', 'DELETE FROM events WHERE revision = 1', 1, 'is missing'],
  ])('a read by revision, kind or object is refused for %s', async (_, change, revision, what) => {
    const store = await openBehindSnapshot(change);
    const refused = new RegExp(`damaged at revision ${revision}: the event ${what}`);
    await expect(store.readAfter({ after: 0, limit: 20 })).rejects.toThrow(refused);
    await expect(store.readAfter({ after: 0, limit: 20, kind: pods })).rejects.toThrow(`damaged at revision ${revision}`);
    await expect(store.readAfter({ after: 0, limit: 20, key: web })).rejects.toThrow(`damaged at revision ${revision}`);
    expect(await store.readAfter({ after: 2, limit: 3 })).toEqual(events.slice(2, 5));
    expect(await store.loadSnapshot()).toMatchObject({ revision: 12 });
    await store.close();
  });

  test.each([
    ['another check', 'SET entry_check = 1'],
    ['a name of another type', 'SET name = CAST(name AS BLOB)'],
    ['a namespace of another type', 'SET namespace = CAST(namespace AS BLOB)'],
  ])('a read is refused if the index of its kind has %s', async (_, change) => {
    const store = await openBehindSnapshot(`UPDATE events ${change} WHERE revision = 1`);
    await expect(store.readAfter({ after: 0, limit: 20, key: web })).rejects.toThrow(
      'damaged at revision 1: the event does not match its entry in the index of its kind',
    );
    await store.close();
  });

  test('sound events are served after a refused read', async () => {
    const store = await openBehindSnapshot("UPDATE events SET user = 'root' WHERE revision = 1");
    await expect(store.readAfter({ after: 0, limit: 1 })).rejects.toThrow('damaged at revision 1');
    await store.append([storedEvent(13)]);
    expect(await store.readAfter({ after: 11, limit: 5 })).toEqual([events[11], storedEvent(13)]);
    await store.close();
  });
});

describe('a log that was pruned', () => {
  const rules = [{ ...pods, before: 1_000_000 }];

  test('a pruned log is sound, whichever events were pruned', async () => {
    const path = freshPath();
    const store = await SqliteEventStore.open({ path });
    const leases = { group: 'coordination.k8s.io', resource: 'leases' };
    const lease = { ...leases, namespace: 'kube-node-lease', name: 'node-1' };
    const kept: StoredEvent[] = [];
    let [renewed, updated] = [0, 0];
    for (let revision = 1; revision <= 60; revision++) {
      const isLease = revision % 3 !== 0;
      const event = isLease
        ? storedEvent(revision, { key: lease, previousRevision: renewed, change: 'updated' })
        : storedEvent(revision, { key: web, previousRevision: updated, change: 'updated' });
      if (isLease) renewed = revision;
      else updated = revision;
      await store.append([event]);
      kept.push(event);
      if (revision % 10 !== 0) continue;
      await store.prune([{ ...leases, before: (revision - 5) * 1_000 }, ...(revision === 40 ? rules : [])]);
      for (const old of [...kept]) {
        const isOld = old.key === lease ? old.revision < revision - 5 : revision === 40;
        const newest = old.key === lease ? renewed : updated;
        if (isOld && old.revision !== newest) kept.splice(kept.indexOf(old), 1);
      }
      expect(await store.readAfter({ after: 0, limit: 100 })).toEqual(kept);
      expect(await store.readAfter({ after: 0, limit: 100, kind: leases })).toEqual(kept.filter(({ key }) => key === lease));
      expect(await store.readAfter({ after: 0, limit: 100, kind: pods })).toEqual(kept.filter(({ key }) => key === web));
      expect(await store.readAfter({ after: 20, limit: 3, key: lease })).toEqual(
        kept.filter((one) => one.key === lease && one.revision > 20).slice(0, 3),
      );
    }
    await store.close();
    const again = await SqliteEventStore.open({ path });
    expect(await again.readAfter({ after: 0, limit: 100 })).toEqual(kept);
    expect(again.notices).toEqual([]);
    await again.close();
  });

  test('a pruned log distinguishes deleted rows from pruned events', async () => {
    const path = await logWith();
    const store = await SqliteEventStore.open({ path });
    expect(await store.prune(rules)).toBe(2);
    await store.close();
    edit(path, 'DELETE FROM events WHERE revision = 10');
    await expect(SqliteEventStore.open({ path })).rejects.toThrow('damaged at revision 10: the event is missing');
  });

  test('a log is refused if a stored event is recorded as pruned', async () => {
    const path = await logWith("DELETE FROM events WHERE revision = 1; INSERT INTO pruned_ranges VALUES (1, 1, '', 'x', 'y')");
    await expect(SqliteEventStore.open({ path })).rejects.toThrow('damaged at revision 1: the event is missing');
  });

  test('a pruned log without its record of pruned events is refused', async () => {
    const path = await logWith();
    const store = await SqliteEventStore.open({ path });
    await store.prune(rules);
    await store.close();
    edit(path, 'DELETE FROM pruned');
    await expect(SqliteEventStore.open({ path })).rejects.toThrow('what was pruned by kind is not what was pruned in all');
  });
});

test('a rejected append leaves no trace, and the next one follows', async () => {
  const path = freshPath();
  const store = await SqliteEventStore.open({ path });
  await expect(store.append([storedEvent(1, { key: web }), storedEvent(2, { key: web })])).rejects.toBeInstanceOf(WriterConflictError);
  await store.append([storedEvent(1)]);
  await store.append([storedEvent(2)]);
  await store.close();
  const again = await SqliteEventStore.open({ path });
  expect(await again.readAfter({ after: 0, limit: 10 })).toEqual([storedEvent(1), storedEvent(2)]);
  await again.close();
});
