import { expect, test } from 'vitest';
import type { CommittedEvent } from './committed-event.ts';
import { LogTail, TAIL_CHARACTERS_MAX, TAIL_EVENTS_MAX } from './log-tail.ts';

function committed(revision: number, characters = 2): CommittedEvent {
  return { event: { revision }, json: 'x'.repeat(characters) } as unknown as CommittedEvent;
}

function revisionsAfter(tail: LogTail, revision: number): number[] | undefined {
  return tail.after(revision)?.map(({ event }) => event.revision);
}

test('a tail covers all events after its start', () => {
  const tail = new LogTail(7);
  expect(revisionsAfter(tail, 7)).toEqual([]);
  tail.push(committed(8));
  tail.push(committed(9));
  expect([revisionsAfter(tail, 6), revisionsAfter(tail, 7), revisionsAfter(tail, 8), revisionsAfter(tail, 9)]).toEqual([
    undefined,
    [8, 9],
    [9],
    [],
  ]);
});

test('a tail drops the oldest events above its count limit', () => {
  const tail = new LogTail(0);
  const last = 3 * TAIL_EVENTS_MAX;
  for (let revision = 1; revision <= last; revision++) tail.push(committed(revision));
  const covered = last - TAIL_EVENTS_MAX;
  expect(revisionsAfter(tail, covered - 1)).toBeUndefined();
  expect(revisionsAfter(tail, covered)?.length).toBe(TAIL_EVENTS_MAX);
  expect(revisionsAfter(tail, last - 2)).toEqual([last - 1, last]);
});

test('a tail drops the oldest events above its size limit', () => {
  const tail = new LogTail(0);
  for (let revision = 1; revision <= 5; revision++) tail.push(committed(revision, TAIL_CHARACTERS_MAX / 2));
  expect([revisionsAfter(tail, 2), revisionsAfter(tail, 3)]).toEqual([undefined, [4, 5]]);
});
