import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { caughtUp } from './caught-up.ts';

test.each(['drain', 'close'])('caughtUp waits for a %s event and removes its listeners', async (event) => {
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

test.each([
  { writableNeedDrain: false, destroyed: false },
  { writableNeedDrain: true, destroyed: true },
])('caughtUp resolves at once for %o', async (state) => {
  const writable = Object.assign(new EventEmitter(), state);
  await caughtUp(writable);
  expect(writable.eventNames()).toEqual([]);
});
