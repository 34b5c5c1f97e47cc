import { ManualClock, StoppedError } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import type { Journal } from './journal.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { draftOf, podKey } from './testing/builders.ts';
import { FaultyEventStore } from './testing/faulty-event-store.ts';
import { openJournal } from './testing/open-journal.ts';

const web = podKey('web');

describe('reading the log', () => {
  async function openOld() {
    const store = new MemoryEventStore();
    const first = await openJournal({ store });
    await first.write('a');
    await first.write('node', { key: { group: '', resource: 'nodes', namespace: '', name: 'node' } });
    await first.write('a');
    await first.journal.close();
    const second = await openJournal({ store });
    await second.write('b');
    return second;
  }

  test('a read combines memory and store', async () => {
    const { journal } = await openOld();
    const revisions = async (query: Parameters<Journal['read']>[0]) => {
      const { events, ...rest } = await journal.read(query);
      return { revisions: events.map(({ revision }) => revision), ...rest };
    };
    expect(await revisions({ after: 0, limit: 3 })).toEqual({ revisions: [1, 2, 3], head: 4, complete: true });
    expect(await revisions({ after: 3, limit: 3 })).toEqual({ revisions: [4], head: 4, complete: true });
    expect(await revisions({ after: 0, limit: 9, kind: { group: '', resource: 'pods' } })).toEqual({
      revisions: [1, 3, 4],
      head: 4,
      complete: true,
    });
    expect(await revisions({ after: 3, limit: 9, kind: { group: '', resource: 'nodes' } })).toEqual({
      revisions: [],
      head: 2,
      complete: true,
    });
    expect(await revisions({ after: 1, limit: 9, key: podKey('a') })).toEqual({ revisions: [3], head: 4, complete: true });
    expect(await revisions({ after: 3, limit: 9, key: podKey('b') })).toEqual({ revisions: [4], head: 4, complete: true });
  });

  test('recent events are read from memory synchronously, with the replaced objects', async () => {
    const { journal, write } = await openOld();
    const updated = await write('a');
    expect(journal.recent({ after: 2 })).toBeUndefined();
    expect(journal.recent({ after: 3, kind: { group: '', resource: 'nodes' } })).toEqual([]);
    expect(journal.recent({ after: 4, kind: { group: '', resource: 'pods' } })).toEqual([
      {
        event: updated,
        json: JSON.stringify(updated.object),
        previous: expect.objectContaining({ metadata: expect.objectContaining({ resourceVersion: '3' }) }),
      },
    ]);
  });
});

describe('snapshots', () => {
  test('snapshots are saved periodically and at the end, and a start folds later events', async () => {
    const store = new MemoryEventStore();
    const { journal, write } = await openJournal({ store, snapshotEvents: 3 });
    for (const name of ['a', 'b', 'c']) await write(name);
    expect(await store.loadSnapshot()).toBeUndefined();
    await write('d');
    expect((await store.loadSnapshot())?.revision).toBe(3);
    const restarted = await openJournal({ store });
    expect(restarted.journal.state.revision).toBe(4);
    expect([...restarted.journal.state.list({ group: '', resource: 'pods' })].map(({ key }) => key.name)).toEqual(['a', 'b', 'c', 'd']);
    await journal.close();
    expect((await store.loadSnapshot())?.revision).toBe(4);
    await expect(write('e')).rejects.toBeInstanceOf(StoppedError);
  });

  test('a journal that saves its last snapshot does not rest', async () => {
    const store = new MemoryEventStore();
    const { journal, write, activity } = await openJournal({ store });
    await write('a');
    const { saveSnapshot } = store;
    const idle: boolean[] = [];
    store.saveSnapshot = async (snapshot) => {
      await Promise.resolve();
      idle.push(activity.state().idle);
      await saveSnapshot.call(store, snapshot);
    };
    await journal.close();
    expect(idle).toEqual([false]);
  });
});

test('objects with a time to live are held as text', async () => {
  const { journal, write } = await openJournal({ kinds: [{ group: '', resource: 'pods', timeToLiveMs: 3_600_000 }] });
  const event = await write('web');
  expect(journal.latest(event.key)?.object).toEqual(event.object);
  expect(journal.latest(event.key)?.object).not.toBe(event.object);
  const kept = await openJournal();
  const other = await kept.write('web');
  expect(kept.journal.latest(other.key)?.object).toBe(other.object);
});

describe('retention', () => {
  const leases = { group: 'coordination.k8s.io', resource: 'leases' };
  const kinds = [
    { ...leases, retentionMs: 3_600_000 },
    { group: '', resource: 'pods' },
  ];
  const key = { ...leases, namespace: 'kube-node-lease', name: 'node-1' };

  test('retention preserves superseded leases for one hour, and reports a gap to later readers', async () => {
    const clock = new ManualClock(0);
    const { journal, store } = await openJournal({ clock, kinds });
    for (let minute = 0; minute <= 120; minute += 10) {
      clock.advanceTo(minute * 60_000);
      await journal.write(draftOf(journal, key));
    }
    await journal.write(draftOf(journal, web));
    await journal.close();
    const restarted = await openJournal({ store, clock, kinds });
    const { events, head, complete } = await restarted.journal.read({ after: 6, limit: 100, kind: leases });
    expect(events.map(({ at }) => at / 60_000)).toEqual([60, 70, 80, 90, 100, 110, 120]);
    expect([events[0]?.revision, head, complete]).toEqual([7, 13, true]);
    const complete5 = (await restarted.journal.read({ after: 5, limit: 100, kind: leases })).complete;
    const completePods = (await restarted.journal.read({ after: 0, limit: 100, kind: { group: '', resource: 'pods' } })).complete;
    const completeAll = (await restarted.journal.read({ after: 5, limit: 100 })).complete;
    expect([complete5, completePods, completeAll]).toEqual([false, true, false]);
  });

  test('retention runs at the next whole five minutes after an event, and a silent log sets no timer', async () => {
    const clock = new ManualClock(0);
    const { journal, activity } = await openJournal({ clock, kinds });
    const runs = () => clock.pending().map(({ at, timer }) => `${timer.name} ${at / 60_000}`);
    expect(runs()).toEqual(['log-retention 5']);
    clock.advanceTo(300_000);
    await activity.turn();
    expect(runs()).toEqual([]);
    clock.advanceTo(1_234_000);
    await journal.write(draftOf(journal, key));
    expect(runs()).toEqual(['log-retention 25']);
    await journal.close();
    expect(runs()).toEqual([]);
  });

  test('a failed retention run fails the journal', async () => {
    const clock = new ManualClock(0);
    const { journal } = await openJournal({
      clock,
      kinds,
      store: new FaultyEventStore(new MemoryEventStore(), { afterWrites: 0, point: 'before' }),
    });
    const failed = new Promise<void>((resolve) => journal.failed.onStop(resolve));
    clock.advanceTo(3_600_000);
    await failed;
    expect(journal.failure?.message).toBe('the event log failed and takes no more writes: killed before the write');
  });
});
