import { ManualClock } from '@klockwork/kernel';
import { describe, expect, it } from 'vitest';
import type { Committed } from './committed.ts';
import type { StoredEvent } from './event-store.ts';
import { Journal, type JournalOptions } from './journal.ts';
import type { LogDraft } from './log-draft.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { draftOf, microtaskActivity, podKey } from './testing/builders.ts';
import { FaultyEventStore } from './testing/faulty-event-store.ts';

const web = podKey('web');

async function open(options: Partial<JournalOptions> & { clock?: ManualClock } = {}) {
  const activity = microtaskActivity();
  const clock = options.clock ?? new ManualClock(1_000);
  const store = options.store ?? new MemoryEventStore();
  const journal = await Journal.open({ ...options, store, clock, activity });
  const write = (name: string, said?: Partial<LogDraft>) => journal.write(draftOf(journal, podKey(name), said));
  return { journal, store, clock, activity, write };
}

/** Notes the size of each append. */
class CountingStore extends MemoryEventStore {
  readonly appends: number[] = [];
  override append(events: readonly StoredEvent[]): Promise<void> {
    this.appends.push(events.length);
    return super.append(events);
  }
}

describe('a write', () => {
  it('becomes one event with the next revision, the time, and the object with its resourceVersion', async () => {
    const { write, store, journal } = await open();
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

  it('is frozen, and so is what it was made of', async () => {
    const { write } = await open();
    const event = await write('web');
    expect([event, event.key, event.data, event.object, event.object.metadata].every(Object.isFrozen)).toBe(true);
  });

  it('never goes back in time, also after a restart', async () => {
    const { write, clock, journal, store } = await open();
    await write('first');
    clock.advanceTo(5_000);
    await write('second');
    await journal.close();
    const restarted = await open({ store, clock: new ManualClock(3_000) });
    expect((await restarted.write('third')).at).toBe(5_000);
  });

  it('is known to later decisions at once, and to readers when it is durable', async () => {
    const { journal, write } = await open();
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

  it('is still what later decisions see when only an older one became durable', async () => {
    const { journal, write } = await open();
    const first = write('web');
    for (let index = 0; index < 127; index++) void write(`pod-${index}`);
    const second = write('web');
    await first;
    expect([journal.state.revision, journal.latest(web)?.revision]).toEqual([128, 129]);
    await second;
    expect(journal.state.get(web)?.revision).toBe(129);
  });

  it('that was decided on an old state is a bug', async () => {
    const { journal, write } = await open();
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
  it('gathers the writes of one turn, and bounds the batch', async () => {
    const store = new CountingStore();
    const { write } = await open({ store });
    await Promise.all(Array.from({ length: 300 }, (_, index) => write(`pod-${index}`)));
    expect(store.appends).toEqual([128, 128, 44]);
  });

  it('acknowledges in the order of revisions, after the listeners', async () => {
    const { journal, write } = await open();
    const seen: string[] = [];
    journal.onCommitted(({ event }) => seen.push(`committed ${event.revision} at ${journal.state.revision}`));
    await Promise.all(['a', 'b'].map(async (name) => seen.push(`acknowledged ${(await write(name)).revision}`)));
    expect(seen).toEqual(['committed 1 at 1', 'committed 2 at 2', 'acknowledged 1', 'acknowledged 2']);
  });

  it('holds activity from the first queued write until the last is handed on', async () => {
    const { journal, write, activity } = await open();
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

  it('gives listeners the event, its text and what it replaced', async () => {
    const { journal, write } = await open();
    const committed: Committed[] = [];
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
  it('rejects what waits and what comes, and says so', async () => {
    const { journal, write } = await open({ store: new FaultyEventStore(new MemoryEventStore(), { afterWrites: 1, point: 'before' }) });
    await write('kept');
    const message = 'the event log failed and takes no more writes: killed before the write';
    const writes = Array.from({ length: 200 }, (_, index) => write(`pod-${index}`));
    const outcomes = await Promise.allSettled(writes);
    expect(new Set(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.message))).toEqual(new Set([message]));
    await expect(write('late')).rejects.toThrow(message);
    expect([journal.failed.stopped, journal.failure?.message, journal.state.revision]).toEqual([true, message, 1]);
    await journal.close();
  });

  it('fails when a listener does: readers may be anywhere', async () => {
    const { journal, write } = await open();
    journal.onCommitted(() => {
      throw new Error('a bug');
    });
    await expect(write('web')).rejects.toThrow('the event log failed and takes no more writes: a bug');
  });
});

describe('reading the log', () => {
  async function openOld() {
    const store = new MemoryEventStore();
    const first = await open({ store });
    await first.write('a');
    await first.write('node', { key: { group: '', resource: 'nodes', namespace: '', name: 'node' } });
    await first.write('a');
    await first.journal.close();
    const second = await open({ store });
    await second.write('b');
    return second;
  }

  it('gives memory and store as one', async () => {
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

  it('from memory is synchronous, with what each event replaced, as far back as it goes', async () => {
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
  it('are saved every so many events and at the end, and start-up folds what came after', async () => {
    const store = new MemoryEventStore();
    const { journal, write } = await open({ store, snapshotEvents: 3 });
    for (const name of ['a', 'b', 'c']) await write(name);
    expect(await store.loadSnapshot()).toBeUndefined();
    await write('d');
    expect((await store.loadSnapshot())?.revision).toBe(3);
    const restarted = await open({ store });
    expect(restarted.journal.state.revision).toBe(4);
    expect([...restarted.journal.state.list({ group: '', resource: 'pods' })].map(({ key }) => key.name)).toEqual(['a', 'b', 'c', 'd']);
    await journal.close();
    expect((await store.loadSnapshot())?.revision).toBe(4);
    await expect(write('e')).rejects.toThrow('the journal is closed');
  });
});

describe('retention', () => {
  const leases = { group: 'coordination.k8s.io', resource: 'leases' };
  const kinds = [
    { ...leases, retentionMs: 3_600_000 },
    { group: '', resource: 'pods' },
  ];
  const key = { ...leases, namespace: 'kube-node-lease', name: 'node-1' };

  it('keeps the last hour of superseded leases, and tells a reader that was away for longer', async () => {
    const clock = new ManualClock(0);
    const { journal, store } = await open({ clock, kinds });
    for (let minute = 0; minute <= 120; minute += 10) {
      clock.advanceTo(minute * 60_000);
      await journal.write(draftOf(journal, key));
    }
    await journal.write(draftOf(journal, web));
    await journal.close();
    const restarted = await open({ store, clock, kinds });
    const { events, head, complete } = await restarted.journal.read({ after: 6, limit: 100, kind: leases });
    expect(events.map(({ at }) => at / 60_000)).toEqual([60, 70, 80, 90, 100, 110, 120]);
    expect([events[0]?.revision, head, complete]).toEqual([7, 13, true]);
    const complete5 = (await restarted.journal.read({ after: 5, limit: 100, kind: leases })).complete;
    const completePods = (await restarted.journal.read({ after: 0, limit: 100, kind: { group: '', resource: 'pods' } })).complete;
    const completeAll = (await restarted.journal.read({ after: 5, limit: 100 })).complete;
    expect([complete5, completePods, completeAll]).toEqual([false, true, false]);
  });

  it('that fails has failed the log', async () => {
    const clock = new ManualClock(0);
    const { journal } = await open({
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
