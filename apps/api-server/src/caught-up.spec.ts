import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { caughtUp } from './caught-up.ts';

it.each(['drain', 'close'])('whoever is behind is waited for until there is a %s, and nothing is left of that', async (event) => {
  const writable = Object.assign(new EventEmitter(), { writableNeedDrain: true, destroyed: false });
  let behind = true;
  const waited = caughtUp(writable).then(() => {
    behind = false;
  });
  await Promise.resolve();
  expect(behind).toBe(true);
  writable.emit(event);
  await waited;
  expect(writable.eventNames()).toEqual([]);
});

it.each([
  { writableNeedDrain: false, destroyed: false },
  { writableNeedDrain: true, destroyed: true },
])('nobody waits at %o', async (state) => {
  const writable = Object.assign(new EventEmitter(), state);
  await caughtUp(writable);
  expect(writable.eventNames()).toEqual([]);
});
