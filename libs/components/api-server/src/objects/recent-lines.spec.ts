import type { CommittedEvent } from '@klockwork/event-store';
import { expect, test } from 'vitest';
import { RECENT_CHARACTERS_MAX, RecentLines } from './recent-lines.ts';

const committed = () => ({}) as CommittedEvent;

/** Returns lines of `length` characters, and counts built ones. */
function maker(length: number) {
  const made = { count: 0 };
  const make = () => {
    made.count += 1;
    return 'x'.repeat(length);
  };
  return { made, make };
}

test('watchers of an event share one line for each type', () => {
  const lines = new RecentLines();
  const event = committed();
  const line = (type: 'ADDED' | 'MODIFIED') => lines.line(event, type, () => `${type} line`);
  expect([line('ADDED'), line('MODIFIED'), line('ADDED')]).toEqual(['ADDED line', 'MODIFIED line', 'ADDED line']);
  const { made, make } = maker(1);
  lines.line(event, 'ADDED', make);
  expect(made.count).toBe(0);
});

test('lines of the oldest events leave memory above the size limit', () => {
  const lines = new RecentLines();
  const events = [committed(), committed(), committed()];
  const { made, make } = maker(RECENT_CHARACTERS_MAX / 2);
  for (const event of events) lines.line(event, 'MODIFIED', make);
  for (const event of events.slice(1)) lines.line(event, 'MODIFIED', make);
  expect(made.count).toBe(3);
  lines.line(events[0] as CommittedEvent, 'MODIFIED', make);
  expect(made.count).toBe(4);
});

test('a line above the size limit is shared while its event is newest', () => {
  const lines = new RecentLines();
  const { made, make } = maker(2 * RECENT_CHARACTERS_MAX);
  const large = committed();
  lines.line(large, 'MODIFIED', make);
  lines.line(large, 'MODIFIED', make);
  expect(made.count).toBe(1);
  lines.line(committed(), 'MODIFIED', () => 'small');
  lines.line(large, 'MODIFIED', make);
  expect(made.count).toBe(2);
});
