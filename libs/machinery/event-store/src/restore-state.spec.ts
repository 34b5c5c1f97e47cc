import { expect, test } from 'vitest';
import { MemoryEventStore } from './memory-event-store.ts';
import { restoreState } from './restore-state.ts';
import { podKey, storedEvent } from './testing/builders.ts';

test('two states of the same events share the parsed objects, which are frozen', async () => {
  const events = [storedEvent(1, { key: podKey('a') })];
  const objects = [];
  for (let round = 0; round < 2; round++) {
    const store = new MemoryEventStore();
    await store.append(events);
    const { state } = await restoreState(store);
    objects.push(state.get(podKey('a'))?.object);
  }
  expect(objects[0]).toBeDefined();
  expect(objects[1]).toBe(objects[0]);
  expect(Object.isFrozen(objects[0])).toBe(true);
});
