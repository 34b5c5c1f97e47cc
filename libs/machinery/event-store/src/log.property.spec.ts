import { subjectsOf } from '@klockwork/bus';
import { ManualClock } from '@klockwork/kernel';
import { keyText, type ObjectKey } from '@klockwork/resources';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventStore, StoredEvent } from './event-store.ts';
import { Journal } from './journal.ts';
import { kindName } from './kind-name.ts';
import { LogRelay } from './log-relay.ts';
import type { LogStateReader } from './log-state.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { HEADS_ROUTE } from './routes.ts';
import type { WholeEvent } from './stored-event.ts';
import { draftOf, microtaskActivity, podKey } from './testing/builders.ts';
import { FaultyEventStore, type KillPoint } from './testing/faulty-event-store.ts';
import { RecordingBus } from './testing/recording-bus.ts';

const subjects = subjectsOf('lab');
const LEASES = { group: 'coordination.k8s.io', resource: 'leases' };
const KEYS: readonly ObjectKey[] = [
  podKey('a'),
  podKey('b'),
  podKey('a', 'other'),
  { ...LEASES, namespace: 'kube-node-lease', name: 'node-1' },
  { ...LEASES, namespace: 'kube-node-lease', name: 'node-2' },
];

type Step = { readonly type: 'write' | 'delete' | 'wait'; readonly key: ObjectKey } | { readonly type: 'advance'; readonly ms: number };

/** Life of a writer process: its actions, and the store write at which it is killed. */
interface Life {
  readonly steps: readonly Step[];
  readonly afterWrites: number;
  readonly point: KillPoint;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constantFrom('write' as const, 'write' as const, 'delete' as const, 'wait' as const),
    key: fc.constantFrom(...KEYS),
  }),
  fc.record({ type: fc.constant('advance' as const), ms: fc.constantFrom(100, 1_000, 40_000, 400_000) }),
);
const life: fc.Arbitrary<Life> = fc.record({
  steps: fc.array(step, { maxLength: 40 }),
  afterWrites: fc.nat(12),
  point: fc.constantFrom<KillPoint>('before', 'after'),
});

/** External knowledge about all lives so far. */
class Outside {
  readonly acknowledged: WholeEvent[] = [];
  readonly published = new Set<number>();
  now = 0;
  #uid = 0;

  /** Runs one life. Killed or ended, only the store survives. */
  async live(store: EventStore, { steps, afterWrites, point }: Life): Promise<void> {
    const faulty = new FaultyEventStore(store, { afterWrites, point });
    const activity = microtaskActivity();
    const clock = new ManualClock(this.now);
    const bus = new RecordingBus(activity);
    const kinds = [{ ...LEASES, retentionMs: 60_000 }];
    const journal = await Journal.open({ store: faulty, clock, activity, kinds, snapshotEvents: 7 });
    journal.failed.onStop(() => bus.crash());
    const relay = await LogRelay.start({ journal, bus, subjects, clock, activity });
    const writes: Promise<void>[] = [];
    for (const one of steps) {
      if (journal.failed.stopped) break;
      if (one.type === 'advance') clock.advanceTo(clock.now() + one.ms);
      else if (one.type === 'wait') await Promise.all(writes);
      else writes.push(this.#write(journal, one.key, one.type));
    }
    await Promise.all(writes);
    await activity.turn();
    await endInOrder(journal, relay).catch(() => expect(faulty.dead).toBe(true));
    bus.crash();
    this.now = clock.now();
    for (const { subject, body } of bus.sent) {
      if (subject !== subjects.at(HEADS_ROUTE)) this.published.add((body as { revision: number }).revision);
    }
  }

  async #write(journal: Journal, key: ObjectKey, what: 'write' | 'delete'): Promise<void> {
    const latest = journal.latest(key);
    if (what === 'delete' && latest === undefined) return;
    const uid = latest?.object.metadata?.uid ?? `uid-${++this.#uid}`;
    const object = { metadata: { name: key.name, namespace: key.namespace, uid } };
    try {
      this.acknowledged.push(await journal.write(draftOf(journal, key, { uid, object, ...(what === 'delete' && { change: 'deleted' }) })));
    } catch (error) {
      expect(error).toMatchObject({ name: 'JournalFailedError' });
    }
  }
}

async function endInOrder(journal: Journal, relay: LogRelay): Promise<void> {
  await journal.close();
  await relay.stop();
}

/** Returns the live objects according to the log. */
function foldOf(events: readonly StoredEvent[]): Map<string, string> {
  const objects = new Map<string, string>();
  for (const event of events) {
    if (event.change === 'deleted') objects.delete(keyText(event.key));
    else objects.set(keyText(event.key), event.objectJson);
  }
  return objects;
}

/** Returns the live objects according to a journal. */
function objectsOf(state: LogStateReader): Map<string, string> {
  const kinds = [{ group: '', resource: 'pods' }, LEASES];
  return new Map(kinds.flatMap((kind) => [...state.list(kind)].map((live) => [keyText(live.key), live.json] as const)));
}

function expectChained(events: readonly StoredEvent[]): void {
  const byKind = new Map<string, number>();
  const byUid = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    expect(event.revision).toBe(index + 1);
    expect(event.previousRevisionOfKind).toBe(byKind.get(kindName(event.key)) ?? 0);
    expect(event.previousRevision).toBe(byUid.get(event.uid) ?? 0);
    byKind.set(kindName(event.key), event.revision);
    byUid.set(event.uid, event.revision);
  }
}

/** Store that also records events removed by retention. */
class RememberingStore extends MemoryEventStore {
  readonly all: StoredEvent[] = [];
  override async append(events: readonly StoredEvent[]): Promise<void> {
    await super.append(events);
    this.all.push(...events);
  }
}

test('after kills at any point, the state is the fold of the log, acknowledged writes survive, and each stored event is published', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
      const store = new RememberingStore();
      const outside = new Outside();
      for (const one of lives) {
        await outside.live(store, one);
        expectChained(store.all);
        const kept = await store.readAfter({ after: 0, limit: 10_000 });
        expect(foldOf(kept)).toEqual(foldOf(store.all));
        const { state } = await Journal.open({ store, clock: new ManualClock(0), activity: microtaskActivity() });
        expect(objectsOf(state)).toEqual(foldOf(kept));
        expect(state.revision).toBe(store.all.length);
      }
      for (const event of outside.acknowledged) expect(store.all[event.revision - 1]?.objectJson).toBe(JSON.stringify(event.object));
      await outside.live(store, { steps: [], afterWrites: 1_000, point: 'before' });
      // Readers behind pruned events must list again, so those need no hint.
      const kept = await store.readAfter({ after: 0, limit: 10_000 });
      expect(kept.map(({ revision }) => revision).filter((revision) => !outside.published.has(revision))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
