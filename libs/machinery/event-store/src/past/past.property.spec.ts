import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Journal } from '../journal.ts';
import type { LogStateReader } from '../log-state.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import { draftOf, podKey } from '../testing/builders.ts';
import { openJournal } from '../testing/open-journal.ts';
import { openPast, type PastLog } from './open-past.ts';

const LEASES = { group: 'coordination.k8s.io', resource: 'leases' };
const PODS = { group: '', resource: 'pods' };
const KINDS = [{ ...PODS }, { ...LEASES, retentionMs: 20_000 }];

const stepArbitrary = fc.record({
  kind: fc.constantFrom(PODS, LEASES),
  name: fc.constantFrom('a', 'b', 'c'),
  deletes: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
  seconds: fc.integer({ min: 0, max: 20 }),
  prunes: fc.boolean(),
});

test('the past at each revision is the fold of the events up to there, or a kind is reported as unknown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stepArbitrary, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, snapshotEvents) => {
        const store = new MemoryEventStore();
        const { journal, clock, activity } = await openJournal({ store, kinds: KINDS, snapshotEvents });
        const seen: ReturnType<typeof textOf>[] = [];
        for (const { kind, name, deletes, seconds, prunes } of steps) {
          clock.advanceTo(clock.now() + seconds * 1_000);
          const key = { ...podKey(name), ...kind };
          const exists = journal.latest(key) !== undefined;
          const uid = journal.latest(key)?.object.metadata?.uid ?? `uid-${name}-${seen.length}`;
          const { object } = draftOf(journal, key, { uid });
          await journal.write(draftOf(journal, key, { uid, object, ...(deletes && exists && { change: 'deleted' }) }));
          seen.push(textOf(journal.state));
          if (prunes) await journal.prune([{ ...LEASES, before: clock.now() - 20_000 }]);
        }
        for (const [index, expected] of seen.entries()) {
          const past = await openPast({ store, present: journal, activity, kinds: KINDS }, index + 1);
          expect(textOf(past.journal.state).pods).toEqual(expected.pods);
          expect(await past.isKnown(PODS)).toBe(true);
          if (await past.isKnown(LEASES)) expect(textOf(past.journal.state).leases).toEqual(expected.leases);
        }
        await journal.close();
      },
    ),
    { numRuns: 100 },
  );
});

test('objects that still exist unchanged are shared with the present', async () => {
  const { journal, store, activity, write } = await openJournal();
  await write('a');
  await write('b');
  await write('b');
  const past = await openPast({ store, present: journal, activity, kinds: [] }, 2);
  expect(past.journal.state.get(podKey('a'))).toBe(journal.state.get(podKey('a')));
  expect(past.journal.state.get(podKey('b'))?.revision).toBe(2);
  expect(past.characters).toBe([...past.journal.state.list(PODS)].reduce((sum, { json }) => sum + json.length, 0));
});

test('a recent revision of a kind with pruned events is known', async () => {
  const { journal, clock, store, activity } = await openJournal({ kinds: KINDS, store: new MemoryEventStore() });
  const key = { ...podKey('node-1'), ...LEASES };
  for (let renewal = 0; renewal < 10; renewal++) {
    clock.advanceTo(clock.now() + 10_000);
    await journal.write(draftOf(journal, key));
  }
  await journal.prune([{ ...LEASES, before: clock.now() - 30_000 }]);
  const known = async (revision: number): Promise<boolean> => (await pastAt(revision)).isKnown(LEASES);
  const pastAt = (revision: number): Promise<PastLog> => openPast({ store, present: journal, activity, kinds: KINDS }, revision);
  expect(await Promise.all([3, 6, 7, 8, 10].map(known))).toEqual([false, false, true, true, true]);
  await journal.close();
  expect(await Journal.open({ store, clock, activity })).toBeDefined();
});

function textOf(state: LogStateReader) {
  const of = (kind: typeof PODS) => [...state.list(kind)].map(({ key, revision, json }) => [key.name, revision, json]);
  return { pods: of(PODS), leases: of(LEASES) };
}
