import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventStore, PRUNED_MAX, type Snapshot, type StoredEvent, WriterConflictError } from '../event-store.ts';
import { podKey, storedEvent } from './builders.ts';

/** Contract suite of the EventStore port. `make` creates an empty store. */
export function eventStoreContract(name: string, make: () => Promise<EventStore>): void {
  describe(`${name} keeps the contract of an event store`, () => {
    let store: EventStore;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    appending(() => store);
    reading(() => store);
    remembering(() => store);
    pruning(() => store);
  });
}

function appending(store: () => EventStore): void {
  test('an empty log has head 0', async () => {
    expect(await store().head()).toEqual({ revision: 0, at: 0 });
    expect(await store().readAfter({ after: 0, limit: 10 })).toEqual([]);
  });

  test('reads return appended events completely', async () => {
    const plain = storedEvent(1);
    const rich = storedEvent(2, {
      key: { group: 'apps', resource: 'deployments', namespace: '', name: 'wéb\u0000"' },
      previousRevisionOfKind: 0,
      change: 'deleted',
      confidential: true,
      cause: { trigger: 'timer', revision: 1, name: 'node-monitor-grace-period' },
      data: { nested: { list: [1, 'two', null] } },
      objectJson: '{"text":"snow \u2603 and \ud83d\ude80"}',
    });
    await store().append([plain, rich]);
    expect(await store().readAfter({ after: 0, limit: 10 })).toEqual([plain, rich]);
    expect(await store().head()).toEqual({ revision: 2, at: 2_000 });
  });

  test('an append with an existing revision is rejected', async () => {
    await store().append([storedEvent(1)]);
    await expect(store().append([storedEvent(1, { key: podKey('other') })])).rejects.toBeInstanceOf(WriterConflictError);
  });

  test('an append with a gap is rejected', async () => {
    await expect(store().append([storedEvent(2)])).rejects.toBeInstanceOf(WriterConflictError);
  });

  test('a second event after the same revision of an object is rejected', async () => {
    const key = podKey('web');
    await store().append([storedEvent(1, { key })]);
    await expect(store().append([storedEvent(2, { key })])).rejects.toBeInstanceOf(WriterConflictError);
  });

  test('a name can be reused with a new uid', async () => {
    const key = podKey('web');
    const events = [
      storedEvent(1, { key, uid: 'first' }),
      storedEvent(2, { key, uid: 'first', previousRevision: 1, change: 'deleted' }),
      storedEvent(3, { key, uid: 'second' }),
    ];
    await store().append(events);
    expect(await store().readAfter({ after: 0, limit: 10 })).toEqual(events);
  });

  test('an append stores all events or none', async () => {
    const key = podKey('web');
    await expect(store().append([storedEvent(1, { key }), storedEvent(2, { key })])).rejects.toBeInstanceOf(WriterConflictError);
    expect(await store().head()).toEqual({ revision: 0, at: 0 });
    await store().append([storedEvent(1, { key })]);
    expect(await store().readAfter({ after: 0, limit: 10 })).toEqual([storedEvent(1, { key })]);
  });

  test('overlapping appends are executed in order', async () => {
    const batches = [[storedEvent(1), storedEvent(2)], [storedEvent(3)], [storedEvent(4), storedEvent(5)]];
    const answered: number[] = [];
    const asked = batches.map((batch) => store().append(batch));
    await Promise.all(asked.map((append, index) => append.then(() => answered.push(index))));
    expect(answered).toEqual([0, 1, 2]);
    expect(await store().readAfter({ after: 0, limit: 10 })).toEqual(batches.flat());
  });

  test('appends behind a failed one are rejected', async () => {
    const key = podKey('web');
    const batches = [[storedEvent(1, { key })], [storedEvent(2), storedEvent(3, { key })], [storedEvent(4)], [storedEvent(5)]];
    const outcomes = await Promise.allSettled(batches.map((batch) => store().append(batch)));
    const conflict = { status: 'rejected', reason: expect.any(WriterConflictError) };
    expect(outcomes).toEqual([{ status: 'fulfilled', value: undefined }, conflict, conflict, conflict]);
    expect(await store().readAfter({ after: 0, limit: 10 })).toEqual([storedEvent(1, { key })]);
  });
}

function reading(store: () => EventStore): void {
  test('pages are read in order of revisions', async () => {
    await store().append([1, 2, 3, 4, 5].map((revision) => storedEvent(revision)));
    expect(revisions(await store().readAfter({ after: 1, limit: 2 }))).toEqual([2, 3]);
    expect(revisions(await store().readAfter({ after: 3, limit: 2 }))).toEqual([4, 5]);
    expect(revisions(await store().readAfter({ after: 5, limit: 2 }))).toEqual([]);
  });

  test('reads can select one kind, or one object', async () => {
    const lease = { group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease', name: 'node-1' };
    await store().append([
      storedEvent(1, { key: podKey('web') }),
      storedEvent(2, { key: lease }),
      storedEvent(3, { key: podKey('web', 'other') }),
      storedEvent(4, { key: podKey('web'), previousRevision: 1 }),
      storedEvent(5, { key: { ...podKey('web'), group: 'metrics.k8s.io' } }),
    ]);
    expect(revisions(await store().readAfter({ after: 0, limit: 10, kind: { group: '', resource: 'pods' } }))).toEqual([1, 3, 4]);
    expect(revisions(await store().readAfter({ after: 1, limit: 1, kind: { group: '', resource: 'pods' } }))).toEqual([3]);
    expect(revisions(await store().readAfter({ after: 0, limit: 10, key: podKey('web') }))).toEqual([1, 4]);
    expect(revisions(await store().readAfter({ after: 1, limit: 10, key: podKey('web') }))).toEqual([4]);
  });

  test('a read fetches no more than necessary', async () => {
    const also = { columns: [() => 'whoever asks may give a whole kind'] };
    await store().append([storedEvent(1, { key: podKey('web') })]);
    expect(revisions(await store().readAfter({ after: 0, limit: 10, kind: { group: '', resource: 'pods', ...also } }))).toEqual([1]);
    expect(revisions(await store().readAfter({ after: 0, limit: 10, key: { ...podKey('web'), ...also } }))).toEqual([1]);
  });
}

function remembering(store: () => EventStore): void {
  test('a snapshot replaces the previous one', async () => {
    expect(await store().loadSnapshot()).toBeUndefined();
    const events = [storedEvent(1), storedEvent(2), storedEvent(3, { key: podKey('pod-1'), previousRevision: 1 })];
    await store().append(events);
    await store().saveSnapshot(snapshotOf(2, [events[0]!, events[1]!]));
    await store().saveSnapshot(snapshotOf(3, [events[2]!, events[1]!]));
    expect(await store().loadSnapshot()).toEqual(snapshotOf(3, [events[2]!, events[1]!]));
  });

  test('snapshots form a ladder: the newest one, and rungs far enough apart, by revision', async () => {
    const events = Array.from({ length: 2 }, (_, index) => storedEvent(index + 1));
    await store().append(events);
    const revisions = [4_000, 10_000, 16_000, 20_000, 24_000];
    for (const revision of revisions) await store().saveSnapshot(snapshotOf(revision, events));
    const kept = await Promise.all([...revisions, 9_999].map((through) => store().loadSnapshot(through)));
    expect(kept.map((snapshot) => snapshot?.revision)).toEqual([undefined, 10_000, 10_000, 20_000, 24_000, undefined]);
    expect(await store().loadSnapshot(12_000)).toEqual(snapshotOf(10_000, events));
  });

  test('checkpoints are stored by name', async () => {
    await store().saveCheckpoint('log-relay', 7);
    await store().saveCheckpoint('log-relay', 9);
    expect(await Promise.all([store().checkpoint('log-relay'), store().checkpoint('other')])).toEqual([9, 0]);
  });
}

function pruning(store: () => EventStore): void {
  const pods = { group: '', resource: 'pods' };
  const web = podKey('web');

  test('pruning removes superseded old events, and reports its last revision by kind', async () => {
    await store().append([
      storedEvent(1, { key: web }),
      storedEvent(2, { key: web, previousRevision: 1 }),
      storedEvent(3, { key: podKey('still') }),
      storedEvent(4, { key: web, previousRevision: 2 }),
      storedEvent(5, { key: web, previousRevision: 4 }),
    ]);
    expect(await store().prunedThrough()).toEqual({});
    expect(await store().prune([{ ...pods, before: 4_000 }])).toBe(2);
    expect(revisions(await store().readAfter({ after: 0, limit: 10 }))).toEqual([3, 4, 5]);
    expect(await store().prunedThrough()).toEqual({ '/pods': 2 });
    expect(await store().prune([{ ...pods, before: 4_000 }])).toBe(0);
    expect(await store().prunedThrough()).toEqual({ '/pods': 2 });
  });

  test('pruning spares the newest event of each object, also of deleted ones, and other kinds', async () => {
    const node = { group: '', resource: 'nodes', namespace: '', name: 'node-1' };
    await store().append([
      storedEvent(1, { key: web, uid: 'first' }),
      storedEvent(2, { key: web, uid: 'first', previousRevision: 1, change: 'deleted' }),
      storedEvent(3, { key: web, uid: 'second' }),
      storedEvent(4, { key: node }),
      storedEvent(5, { key: node, previousRevision: 4 }),
    ]);
    expect(await store().prune([{ ...pods, before: 1_000_000 }])).toBe(1);
    expect(revisions(await store().readAfter({ after: 0, limit: 10 }))).toEqual([2, 3, 4, 5]);
  });

  test('pruning spares events named by the snapshot', async () => {
    const events = [storedEvent(1, { key: web }), storedEvent(2, { key: web, previousRevision: 1 })];
    await store().append(events);
    await store().saveSnapshot(snapshotOf(1, [events[0]!]));
    expect(await store().prune([{ ...pods, before: 1_000_000 }])).toBe(0);
    expect(await store().loadSnapshot()).toEqual(snapshotOf(1, [events[0]!]));
  });

  test('pruning spares events named by an older rung', async () => {
    const events = Array.from({ length: 4 }, (_, index) => storedEvent(index + 1, { key: web, previousRevision: index }));
    await store().append(events);
    await store().saveSnapshot(snapshotOf(2, [events[1]!]));
    await store().saveSnapshot(snapshotOf(3, [events[2]!]));
    expect(await store().prune([{ ...pods, before: 1_000_000 }])).toBe(2);
    expect(revisions(await store().readAfter({ after: 0, limit: 10 }))).toEqual([3, 4]);
  });

  test('an append after pruning continues with the next revision', async () => {
    await store().append([storedEvent(1, { key: web }), storedEvent(2, { key: web, previousRevision: 1 })]);
    await store().prune([{ ...pods, before: 1_000_000 }]);
    await store().append([storedEvent(3, { key: web, previousRevision: 2 })]);
    expect(await store().head()).toEqual({ revision: 3, at: 3_000 });
  });

  test('pruning removes a bounded number of events, oldest first', async () => {
    const count = PRUNED_MAX + 10;
    await store().append(Array.from({ length: count }, (_, index) => storedEvent(index + 1, { key: web, previousRevision: index })));
    const rules = [{ ...pods, before: 1_000_000_000 }];
    expect([await store().prune(rules), (await store().prunedThrough())['/pods']]).toEqual([PRUNED_MAX, PRUNED_MAX]);
    expect([await store().prune(rules), (await store().prunedThrough())['/pods']]).toEqual([9, count - 1]);
    expect(revisions(await store().readAfter({ after: 0, limit: 10 }))).toEqual([count]);
  });
}

function revisions(events: readonly StoredEvent[]): number[] {
  return events.map(({ revision }) => revision);
}

function snapshotOf(revision: number, events: readonly StoredEvent[]): Snapshot {
  const entries = events.map((event) => ({ key: event.key, revision: event.revision, objectJson: event.objectJson }));
  return { revision, at: 1_000 * revision, kinds: { '/pods': revision }, entries };
}
