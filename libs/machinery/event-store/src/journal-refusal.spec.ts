import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppendRefusedError, NO_SPACE } from './append-refused-error.ts';
import { DamagedLogError } from './damaged-log-error.ts';
import type { Snapshot, StoredEvent } from './event-store.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { draftOf, podKey } from './testing/builders.ts';
import { openJournal } from './testing/open-journal.ts';

/** Store on a disk that can be full. */
class FillingStore extends MemoryEventStore {
  isFull = false;

  override async append(events: readonly StoredEvent[]): Promise<void> {
    this.#requireRoom();
    await super.append(events);
  }

  override async saveSnapshot(snapshot: Snapshot): Promise<void> {
    this.#requireRoom();
    await super.saveSnapshot(snapshot);
  }

  override async saveCheckpoint(name: string, revision: number): Promise<void> {
    this.#requireRoom();
    await super.saveCheckpoint(name, revision);
  }

  #requireRoom(): void {
    if (this.isFull) throw new AppendRefusedError(NO_SPACE);
  }
}

test('a journal on a full disk rejects writes in upstream’s words, serves reads, and accepts writes once space is free', async () => {
  const store = new FillingStore();
  const troubles: string[] = [];
  const { journal, write } = await openJournal({ store, onTrouble: ({ message }) => troubles.push(message) });
  await write('first');
  store.isFull = true;
  const refused = await Promise.allSettled([write('second'), write('first')]);
  const status = { code: 500, reason: '', message: 'etcdserver: mvcc: database space exceeded' };
  expect(refused).toMatchObject([
    { status: 'rejected', reason: { status } },
    { status: 'rejected', reason: { status } },
  ]);
  expect([journal.failed.stopped, journal.latest(podKey('second')), journal.latest(podKey('first'))?.revision]).toEqual([
    false,
    undefined,
    1,
  ]);
  await expect(journal.saveCheckpoint('log-relay', 1)).rejects.toBeInstanceOf(AppendRefusedError);
  expect(troubles).toEqual([NO_SPACE, NO_SPACE]);
  store.isFull = false;
  expect((await write('second')).revision).toBe(2);
  expect((await journal.read({ after: 0, limit: 10 })).events.map(({ key }) => key.name)).toEqual(['first', 'second']);
  await journal.close();
});

test('a snapshot without space is retried with a later commit, which succeeds regardless', async () => {
  const store = new FillingStore();
  const saveSnapshot = store.saveSnapshot.bind(store);
  const { journal, write } = await openJournal({ store, snapshotEvents: 2 });
  await write('a');
  await write('b');
  store.saveSnapshot = () => Promise.reject(new AppendRefusedError(NO_SPACE));
  expect((await write('c')).revision).toBe(3);
  store.saveSnapshot = saveSnapshot;
  await write('d');
  expect((await store.loadSnapshot())?.revision).toBe(3);
  await journal.close();
});

test('a read of damaged events is rejected and reported, and does not fail the journal', async () => {
  const store = new MemoryEventStore();
  const first = await openJournal({ store });
  await first.write('web');
  await first.journal.close();
  const damaged = new DamagedLogError('the event log is damaged at revision 1', 1);
  store.readAfter = () => Promise.reject(damaged);
  store.loadSnapshot = async () => ({ revision: 1, at: 1_000, kinds: { '/pods': 1 }, entries: [] });
  const troubles: unknown[] = [];
  const { readAfter } = store;
  store.readAfter = async () => [];
  const { journal } = await openJournal({ store, onTrouble: (error) => troubles.push(error) });
  store.readAfter = readAfter;
  await expect(journal.read({ after: 0, limit: 1 })).rejects.toBe(damaged);
  expect([troubles, journal.failed.stopped]).toEqual([[damaged], false]);
});

type Step = { readonly write: number } | 'wait' | 'fill' | 'free';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ write: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>('wait', 'free') },
  { weight: 1, arbitrary: fc.constant<Step>('fill') },
);

test('after any number of full disks, acknowledged events equal stored ones, and the state is their fold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const store = new FillingStore();
      const { journal, activity } = await openJournal({ store, snapshotEvents: 5 });
      const acknowledged: number[] = [];
      const writes: Promise<unknown>[] = [];
      for (const one of steps) {
        if (one === 'wait') await activity.turn();
        else if (one === 'fill' || one === 'free') store.isFull = one === 'fill';
        else
          writes.push(
            journal.write(draftOf(journal, podKey(`pod-${one.write}`))).then(
              ({ revision }) => acknowledged.push(revision),
              (error: unknown) => expect(error).toBeInstanceOf(AppendRefusedError),
            ),
          );
      }
      await Promise.all(writes);
      const stored = await store.readAfter({ after: 0, limit: 1_000 });
      expect(acknowledged).toEqual(stored.map(({ revision }) => revision));
      const fold = new Map(stored.map(({ key, objectJson }) => [key.name, objectJson]));
      const live = [...journal.state.list({ group: '', resource: 'pods' })].map(({ key, json }) => [key.name, json] as const);
      expect(new Map(live)).toEqual(fold);
      expect(journal.failed.stopped).toBe(false);
    }),
    { numRuns: 200 },
  );
});
