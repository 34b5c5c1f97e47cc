import { expect, test } from 'vitest';
import { LogState } from './log-state.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { storedEvent } from './testing/builders.ts';
import { openJournal } from './testing/open-journal.ts';

const key = { group: 'klockwork.dev', resource: 'clocks', namespace: '', name: 'lab' };
const clock = (fired: object) => ({ metadata: { name: 'lab' }, status: { advance: { id: 1, phase: 'Reached', fired } } });
const objectJson = JSON.stringify(clock({ probe: 1, lease: 54 }));
const current = clock([
  { name: 'lease', count: 54 },
  { name: 'probe', count: 1 },
]);

test('a Clock of an older log, whose fired timers are a map, is read with a list of them', async () => {
  const store = new MemoryEventStore();
  await store.append([storedEvent(1, { key, objectJson })]);
  const { journal } = await openJournal({ store });
  const live = journal.state.get(key);
  expect([live?.object, JSON.parse(live?.json ?? '')]).toMatchObject([current, current]);
  const { events } = await journal.read({ after: 0, limit: 1 });
  expect(events[0]?.object).toMatchObject(current);
});

test('a Clock of a snapshot of an older log is read with a list of its fired timers', () => {
  const state = LogState.of({ revision: 1, at: 0, kinds: {}, entries: [{ key, revision: 1, objectJson }] });
  expect(state.get(key)?.object).toMatchObject(current);
});

test('an object of another kind keeps its text', () => {
  const pods = { ...key, group: '', resource: 'pods' };
  const state = LogState.of({ revision: 1, at: 0, kinds: {}, entries: [{ key: pods, revision: 1, objectJson }] });
  expect(state.get(pods)?.json).toBe(objectJson);
});
