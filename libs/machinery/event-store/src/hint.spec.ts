import { expect, it } from 'vitest';
import { HINT_OBJECT_BYTES_MAX, hintOf } from './hint.ts';
import { eventOf, type WholeEvent } from './stored-event.ts';
import { storedEvent } from './testing/builders.ts';

const event: WholeEvent = { ...eventOf(storedEvent(1)), data: { image: 'nginx' } };
const { object: _, ...envelope } = event;

it('the message of an event is the event', () => {
  expect(hintOf(event, '{}')).toBe(event);
});

it('a confidential event goes out without its object and data', () => {
  expect(hintOf({ ...event, confidential: true }, '{}')).toEqual({ ...envelope, confidential: true, data: {} });
});

it('an event that is too large in bytes goes out without its object and data', () => {
  const hint = { ...envelope, data: {} };
  expect(hintOf(event, 'x'.repeat(HINT_OBJECT_BYTES_MAX))).toBe(event);
  expect(hintOf(event, 'x'.repeat(HINT_OBJECT_BYTES_MAX + 1))).toEqual(hint);
  expect(hintOf(event, 'é'.repeat(HINT_OBJECT_BYTES_MAX / 2))).toBe(event);
  expect(hintOf(event, `${'é'.repeat(HINT_OBJECT_BYTES_MAX / 2)}x`)).toEqual(hint);
  expect(hintOf(event, '🚀'.repeat(HINT_OBJECT_BYTES_MAX / 4))).toBe(event);
  expect(hintOf(event, '☃'.repeat(HINT_OBJECT_BYTES_MAX / 3 + 1))).toEqual(hint);
});
