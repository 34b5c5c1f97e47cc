import { Journal, MemoryEventStore, type Revision } from '@klockwork/event-store';
import { draftOf, openJournal, podKey } from '@klockwork/event-store/testing';
import { ManualClock } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pastState } from './past-state.ts';

const PODS = { group: '', resource: 'pods' };
const LEASES = { group: 'coordination.k8s.io', resource: 'leases' };
const KINDS = [{ ...LEASES, retentionMs: 60_000 }];
const KEYS: readonly ObjectKey[] = [
  podKey('a'),
  podKey('b'),
  podKey('a', 'other'),
  { ...LEASES, namespace: 'kube-node-lease', name: 'node-1' },
  { ...LEASES, namespace: 'kube-node-lease', name: 'node-2' },
];

/** Returns the texts of a kind's objects. */
const textsOf = (listed: Iterable<{ json: string }>) => [...listed].map(({ json }) => json);

interface PastObject {
  readonly revision: Revision;
  readonly pods: readonly string[];
  readonly leases: readonly string[];
}

/** Runs random writes and deletes with delays. Returns the state after each step, and the journal of a restarted process. */
async function lived(steps: readonly { key: ObjectKey; deletes: boolean; waitMs: number }[]) {
  const clock = new ManualClock(0);
  const store = new MemoryEventStore();
  const { journal, activity } = await openJournal({ store, clock, kinds: KINDS, snapshotEvents: 5 });
  const remembered: PastObject[] = [];
  for (const { key, deletes, waitMs } of steps) {
    const isThere = journal.latest(key) !== undefined;
    if (deletes && isThere) await journal.write(draftOf(journal, key, { change: 'deleted' }));
    if (!deletes) await journal.write(draftOf(journal, key, isThere ? {} : { uid: `uid-${journal.state.revision}` }));
    const { state } = journal;
    remembered.push({ revision: state.revision, pods: textsOf(state.list(PODS)), leases: textsOf(state.list(LEASES)) });
    clock.advanceTo(clock.now() + waitMs);
    await activity.turn();
  }
  await journal.close();
  return { remembered, journal: await Journal.open({ store, clock, activity, kinds: KINDS }) };
}

const stepsArbitrary = fc.array(
  fc.record({ key: fc.constantFrom(...KEYS), deletes: fc.boolean(), waitMs: fc.constantFrom(0, 1_000, 40_000, 400_000) }),
  { minLength: 1, maxLength: 30 },
);

test('each revision of a complete log shows its objects', async () => {
  await fc.assert(
    fc.asyncProperty(stepsArbitrary, async (steps) => {
      const { remembered, journal } = await lived(steps);
      for (const { revision, pods } of remembered) {
        const past = await pastState(journal, PODS, revision, {});
        expect(past && textsOf(past)).toEqual(pods);
      }
    }),
  );
});

test('a past list after pruning is correct or refused', async () => {
  let told = 0;
  let forgotten = 0;
  await fc.assert(
    fc.asyncProperty(stepsArbitrary, async (steps) => {
      const { remembered, journal } = await lived(steps);
      for (const { revision, leases } of remembered) {
        const past = await pastState(journal, LEASES, revision, {});
        if (past === undefined) forgotten += 1;
        else {
          told += 1;
          expect(textsOf(past)).toEqual(leases);
        }
      }
    }),
  );
  expect([told > 100, forgotten > 10]).toEqual([true, true]);
});

test('a page of a past list begins after a position and stays in its namespace', async () => {
  const { journal, write } = await openJournal({});
  for (const name of ['c', 'a', 'b']) await write(name);
  await journal.write(draftOf(journal, podKey('z', 'other')));
  const names = async (range: Parameters<typeof pastState>[3]) =>
    (await pastState(journal, PODS, 4, range))?.map(({ object }) => object.metadata?.name);
  expect(await names({})).toEqual(['a', 'b', 'c', 'z']);
  expect(await names({ namespace: 'default' })).toEqual(['a', 'b', 'c']);
  expect(await names({ after: { namespace: 'default', name: 'b' } })).toEqual(['c', 'z']);
});
