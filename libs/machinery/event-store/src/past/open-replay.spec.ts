import { expect, test } from 'vitest';
import { MemoryEventStore } from '../memory-event-store.ts';
import { draftOf, openJournal, podKey } from '../testing/index.ts';
import { openReplay } from './open-replay.ts';

const LEASES = { group: 'coordination.k8s.io', resource: 'leases', retentionMs: 20_000 };

async function replayOf(from: number, through: number) {
  const store = new MemoryEventStore();
  const { journal, clock, activity } = await openJournal({ store, kinds: [LEASES] });
  const lease = { ...podKey('node-1'), group: LEASES.group, resource: LEASES.resource };
  for (const name of ['a', 'b', 'c']) {
    clock.advanceTo(clock.now() + 10_000);
    await journal.write(draftOf(journal, podKey(name)));
    await journal.write(draftOf(journal, lease));
    await journal.write(draftOf(journal, lease));
  }
  const begin = (await store.readAfter({ after: 0, limit: 1 }))[0]?.at ?? 0;
  await journal.prune([{ ...LEASES, before: clock.now() - 5_000 }]);
  const replay = await openReplay({ store, present: journal, activity, kinds: [LEASES] }, { from, through });
  return { replay, begin };
}

test('a step replays the events up to its time, across pruned ones, and names the time of the next', async () => {
  const { replay, begin } = await replayOf(1, 8);
  const seen: number[] = [];
  replay.journal.onCommitted(({ event }) => seen.push(event.revision));
  expect([replay.revision, replay.at]).toEqual([1, begin]);
  expect(await replay.step(begin + 10_000)).toEqual({ revision: 4, at: begin + 10_000, next: begin + 20_000 });
  expect([replay.revision, replay.clock.now()]).toEqual([4, begin + 10_000]);
  expect(replay.journal.state.get(podKey('c'))).toBeUndefined();
  expect(await replay.step(null)).toEqual({ revision: 8, at: begin + 20_000, next: null });
  expect(seen).toEqual([4, 7, 8]);
  expect(replay.journal.recent({ after: 5 })?.map(({ event }) => event.revision)).toEqual([7, 8]);
  expect(replay.journal.state.get(podKey('c'))?.revision).toBe(7);
  expect(await replay.step(null)).toEqual({ revision: 8, at: begin + 20_000, next: null });
});
