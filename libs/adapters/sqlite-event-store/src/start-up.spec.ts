import { Journal, type StoredEvent } from '@klockwork/event-store';
import { microtaskActivity, podKey, storedEvent } from '@klockwork/event-store/testing';
import { ManualClock } from '@klockwork/kernel';
import { expect, test, vi } from 'vitest';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';

const EVENTS = 100_000;
const OBJECTS = 10_000;
/** Events after the newest snapshot: as many as a killed process can leave. */
const UNSAVED = 5_000;

const freshPath = temporaryLogs();

test('a log of 100,000 events with 10,000 live objects opens by its snapshot and the events after it', { timeout: 60_000 }, async () => {
  const path = freshPath();
  await writeLog(path);
  const store = await SqliteEventStore.open({ path });
  const reads = vi.spyOn(store, 'readAfter');
  const journal = await Journal.open({ store, clock: new ManualClock(0), activity: microtaskActivity() });
  const read = await Promise.all(reads.mock.results.map(({ value }) => value as Promise<StoredEvent[]>));
  expect([journal.state.revision, journal.state.count({ group: '', resource: 'pods' })]).toEqual([EVENTS, OBJECTS]);
  expect(read.flat().map(({ revision }) => revision)).toEqual(Array.from({ length: UNSAVED }, (_, index) => EVENTS - UNSAVED + 1 + index));
  await store.close();
});

/** Ten rounds over all objects, with the oldest possible snapshot of a killed process. */
async function writeLog(path: string): Promise<void> {
  const store = await SqliteEventStore.open({ path });
  const snapshotAt = EVENTS - UNSAVED;
  await appendThrough(store, 1, snapshotAt);
  const journal = await Journal.open({ store, clock: new ManualClock(0), activity: microtaskActivity() });
  await journal.close();
  await appendThrough(store, snapshotAt + 1, EVENTS);
  await store.close();
}

async function appendThrough(store: SqliteEventStore, first: number, last: number): Promise<void> {
  for (let revision = first; revision <= last; revision += 5_000) {
    await store.append(Array.from({ length: 5_000 }, (_, index) => eventAt(revision + index)));
  }
}

function eventAt(revision: number): StoredEvent {
  const previousRevision = Math.max(0, revision - OBJECTS);
  const key = podKey(`pod-${revision % OBJECTS}`);
  const metadata = { name: key.name, namespace: key.namespace, resourceVersion: String(revision) };
  const objectJson = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { filler: 'x'.repeat(1_000) } });
  return storedEvent(revision, { key, previousRevision, change: previousRevision === 0 ? 'created' : 'updated', objectJson });
}
