import { ManualClock } from '@klockwork/kernel';
import { describe, expect, test, vi } from 'vitest';
import type { CommittedEvent } from './committed-event.ts';
import type { StoredEvent } from './event-store.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { draftOf, podKey } from './testing/builders.ts';
import { FaultyEventStore } from './testing/faulty-event-store.ts';
import { openJournal } from './testing/open-journal.ts';

const web = podKey('web');

/** Records the size of each append. */
class CountingStore extends MemoryEventStore {
  readonly appends: number[] = [];
  override append(events: readonly StoredEvent[]): Promise<void> {
    this.appends.push(events.length);
    return super.append(events);
  }
}

/** Slow store: each append waits for a release. */
class SlowStore extends CountingStore {
  readonly asked: number[] = [];
  readonly #waiting: (() => void)[] = [];
  override async append(events: readonly StoredEvent[]): Promise<void> {
    this.asked.push(events.length);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await super.append(events);
  }
  letThrough(): void {
    this.#waiting.shift()?.();
  }
}

describe('what a write is decided on', () => {
  test('the latest state of a namespace includes pending writes, and excludes pending deletions', async () => {
    const { journal, write } = await openJournal();
    await Promise.all([write('kept'), write('gone')]);
    const waiting = [write('new'), write('kept'), write('gone', { change: 'deleted' })];
    const newest = () => [...journal.latestIn(web, 'default')].map(({ key, revision }) => `${key.name}@${revision}`);
    expect(newest()).toEqual(['new@3', 'kept@4']);
    expect([...journal.latestIn(web, 'other')]).toEqual([]);
    await Promise.all(waiting);
    expect(newest()).toEqual(['kept@4', 'new@3']);
  });
});

describe('a write', () => {
  test("a write becomes one event with revision, time, and the object's resourceVersion", async () => {
    const { write, store, journal } = await openJournal();
    await write('other');
    const event = await write('web', { data: { image: 'nginx' }, cause: { trigger: 'event', revision: 1 } });
    expect(event).toEqual({
      revision: 2,
      previousRevision: 0,
      previousRevisionOfKind: 1,
      key: web,
      uid: 'uid-web',
      type: 'PodCreated',
      change: 'created',
      at: 1_000,
      actor: { user: 'admin', userAgent: 'kubectl/v1.34.0' },
      correlationId: 'request-1',
      cause: { trigger: 'event', revision: 1 },
      data: { image: 'nginx' },
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default', uid: 'uid-web', resourceVersion: '2' } },
    });
    const { object, ...envelope } = event;
    expect(await store.readAfter({ after: 1, limit: 10 })).toEqual([{ ...envelope, objectJson: JSON.stringify(object) }]);
    expect(journal.state.get(web)?.json).toBe(JSON.stringify(object));
    expect(journal.state.get(web)?.object).toBe(object);
  });

  test('an event holds a frozen object', async () => {
    const { write } = await openJournal();
    const event = await write('web');
    expect([event.object, event.object.metadata].every(Object.isFrozen)).toBe(true);
  });

  test('the time of events never decreases, also across a restart', async () => {
    const { write, clock, journal, store } = await openJournal();
    await write('first');
    clock.advanceTo(5_000);
    await write('second');
    await journal.close();
    const restarted = await openJournal({ store, clock: new ManualClock(3_000) });
    expect((await restarted.write('third')).at).toBe(5_000);
  });

  test('a pending write is visible to later decisions at once, and to readers once durable', async () => {
    const { journal, write } = await openJournal();
    const created = write('web');
    expect([journal.latest(web)?.revision, journal.state.get(web), journal.state.revision]).toEqual([1, undefined, 0]);
    const updated = write('web');
    expect(journal.latest(web)?.revision).toBe(2);
    const deleted = write('web', { change: 'deleted' });
    expect(journal.latest(web)).toBeUndefined();
    const again = write('web', { uid: 'second' });
    expect(journal.latest(web)?.revision).toBe(4);
    const events = await Promise.all([created, updated, deleted, again]);
    expect(
      events.map(({ revision, previousRevision, previousRevisionOfKind }) => [revision, previousRevision, previousRevisionOfKind]),
    ).toEqual([
      [1, 0, 0],
      [2, 1, 1],
      [3, 2, 2],
      [4, 0, 3],
    ]);
    expect([journal.latest(web)?.revision, journal.state.get(web)?.revision]).toEqual([4, 4]);
  });

  test('a pending write stays visible to decisions after an older one became durable', async () => {
    const { journal, write } = await openJournal();
    const first = write('web');
    for (let index = 0; index < 127; index++) void write(`pod-${index}`);
    const second = write('web');
    await first;
    expect([journal.state.revision, journal.latest(web)?.revision]).toEqual([16, 129]);
    await second;
    expect(journal.state.get(web)?.revision).toBe(129);
  });

  test('a write decided on an old state fails an assertion', async () => {
    const { journal, write } = await openJournal();
    const draft = draftOf(journal, web);
    await write('web');
    await expect(journal.write(draft)).rejects.toThrow('PodCreated of /pods/default/web was decided on revision 0, but it is at 1');
    await expect(write('web', { previousRevision: 7 })).rejects.toThrow(
      'PodUpdated of /pods/default/web was decided on revision 7, but it is at 1',
    );
    await expect(write('web', { change: 'created' })).rejects.toThrow(
      'PodCreated of /pods/default/web was decided on revision 1, but it is at 1',
    );
    expect((await write('web')).revision).toBe(2);
  });
});

describe('a group commit', () => {
  test('writes of one turn share a commit', async () => {
    const store = new CountingStore();
    const { write } = await openJournal({ store });
    await Promise.all(Array.from({ length: 15 }, (_, index) => write(`pod-${index}`)));
    expect(store.appends).toEqual([15]);
  });

  test('a full group is flushed before the end of the turn, and the waiting group is bounded', async () => {
    const store = new CountingStore();
    const { write } = await openJournal({ store });
    await Promise.all(Array.from({ length: 300 }, (_, index) => write(`pod-${index}`)));
    expect(store.appends).toEqual([16, 16, 128, 128, 12]);
  });

  test('gathering continues while each turn brings writes, up to a full group', async () => {
    const store = new CountingStore();
    const { write, activity } = await openJournal({ store });
    const written: Promise<unknown>[] = [];
    for (let index = 0; index < 100; index += 2) {
      written.push(write(`pod-${index}`), write(`pod-${index + 1}`));
      await activity.turn();
    }
    await Promise.all(written);
    expect(store.appends).toEqual([16, 16, 16, 16, 16, 16, 4]);
  });

  test('a group is sent during the previous write; further writes share the next group', async () => {
    const store = new SlowStore();
    const { journal, write, activity } = await openJournal({ store });
    // A turn in which a write arrived, and one without.
    const turns = async () => {
      for (let turn = 0; turn < 2; turn++) await activity.turn();
    };
    const first = write('a');
    await turns();
    const second = write('b');
    await turns();
    const later = [write('a'), write('c')];
    await turns();
    const seen = () => [store.asked, store.appends, journal.state.revision, journal.latest(podKey('a'))?.revision];
    expect(seen()).toEqual([[1, 1], [], 0, 3]);
    store.letThrough();
    await first;
    await turns();
    expect([...seen(), activity.state().idle]).toEqual([[1, 1, 2], [1], 1, 3, false]);
    store.letThrough();
    store.letThrough();
    await Promise.all([second, ...later]);
    expect(seen()).toEqual([[1, 1, 2], [1, 1, 2], 4, 3]);
  });

  test('a snapshot is saved only if no running commit supersedes its events', async () => {
    const store = new SlowStore();
    const saved = vi.spyOn(store, 'saveSnapshot');
    const { write, activity } = await openJournal({ store, snapshotEvents: 1 });
    const seen: unknown[] = [];
    const written: Promise<unknown>[] = [];
    for (const letThrough of [0, 0, 1, 1]) {
      written.push(write('a'));
      for (let turn = 0; turn < 3; turn++) await activity.turn();
      if (letThrough > 0) store.letThrough();
      for (let turn = 0; turn < 3; turn++) await activity.turn();
      seen.push([store.asked.length, store.appends.length, saved.mock.calls.map(([{ revision }]) => revision)]);
    }
    expect(seen).toEqual([
      [1, 0, []],
      [2, 0, []],
      [2, 1, []],
      [3, 2, [2]],
    ]);
    store.letThrough();
    await Promise.all(written);
  });

  test('writes are acknowledged in order of revisions, after the listeners ran', async () => {
    const { journal, write } = await openJournal();
    const seen: string[] = [];
    journal.onCommitted(({ event }) => seen.push(`committed ${event.revision} at ${journal.state.revision}`));
    await Promise.all(['a', 'b'].map(async (name) => seen.push(`acknowledged ${(await write(name)).revision}`)));
    expect(seen).toEqual(['committed 1 at 1', 'committed 2 at 2', 'acknowledged 1', 'acknowledged 2']);
  });

  test('the journal holds activity from the first queued write to the last listener', async () => {
    const { journal, write, activity } = await openJournal();
    const idleAt: number[] = [];
    activity.onIdle(() => idleAt.push(journal.state.revision));
    expect(activity.state().idle).toBe(true);
    const writes = [write('a'), write('b')];
    expect(activity.state().idle).toBe(false);
    journal.onCommitted(() => expect(activity.state().idle).toBe(false));
    await Promise.all(writes);
    await activity.turn();
    expect(activity.state().idle).toBe(true);
    expect(idleAt.every((revision) => revision === 2)).toBe(true);
  });

  test('listeners receive the event, its text and the replaced object', async () => {
    const { journal, write } = await openJournal();
    const committed: CommittedEvent[] = [];
    const cancel = journal.onCommitted((one) => committed.push(one));
    const first = await write('web');
    const second = await write('web', { change: 'deleted' });
    cancel();
    await write('web', { uid: 'second' });
    expect(committed).toEqual([
      { event: first, json: JSON.stringify(first.object) },
      { event: second, json: JSON.stringify(second.object), previous: first.object },
    ]);
  });
});

describe('a log that fails', () => {
  test('a failed append rejects waiting and future writes, and stops `failed`', async () => {
    const { journal, write } = await openJournal({
      store: new FaultyEventStore(new MemoryEventStore(), { afterWrites: 1, point: 'before' }),
    });
    await write('kept');
    const message = 'the event log failed and takes no more writes: killed before the write';
    const writes = Array.from({ length: 200 }, (_, index) => write(`pod-${index}`));
    const outcomes = await Promise.allSettled(writes);
    expect(new Set(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.message))).toEqual(new Set([message]));
    await expect(write('late')).rejects.toThrow(message);
    expect([journal.failed.stopped, journal.failure?.message, journal.state.revision]).toEqual([true, message, 1]);
    await journal.close();
  });

  test('a failing listener fails the journal, because readers may be inconsistent', async () => {
    const { journal, write } = await openJournal();
    journal.onCommitted(() => {
      throw new Error('a bug');
    });
    await expect(write('web')).rejects.toThrow('the event log failed and takes no more writes: a bug');
  });
});
