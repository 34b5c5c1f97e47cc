import { expect, it } from 'vitest';
import { HINT_OBJECT_BYTES_MAX, hintOf, metadataHintOf } from './hint.ts';
import { eventOf, type WholeEvent } from './stored-event.ts';
import { storedEvent } from './testing/builders.ts';

const event: WholeEvent = { ...eventOf(storedEvent(1)), data: { image: 'nginx' } };
const { object: _, ...envelope } = event;

const json = JSON.stringify(event.object);

it('the message of an event is the event, and has its text', () => {
  const hint = hintOf(event, json);
  expect(hint.body).toBe(event);
  expect(JSON.parse(hint.json ?? '')).toEqual(event);
});

it('a confidential event goes out without its object and data', () => {
  const hint = hintOf({ ...event, confidential: true }, json);
  expect(hint).toEqual({ body: { ...envelope, confidential: true, data: {} } });
});

it('where the metadata is enough it goes out in the place of the object, without who owns which field', () => {
  const metadata = { ...event.object.metadata, ownerReferences: [] };
  const object = { ...event.object, metadata: { ...metadata, managedFields: [{ manager: 'kubectl' }] }, data: { large: 'x' } };
  expect(metadataHintOf({ ...event, object })).toEqual({ body: { ...envelope, metadata } });
});

it('an event that is too large in bytes goes out without its object and data', () => {
  const hint = { ...envelope, data: {} };
  expect(hintOf(event, 'x'.repeat(HINT_OBJECT_BYTES_MAX)).body).toBe(event);
  expect(hintOf(event, 'x'.repeat(HINT_OBJECT_BYTES_MAX + 1)).body).toEqual(hint);
  expect(hintOf(event, 'é'.repeat(HINT_OBJECT_BYTES_MAX / 2)).body).toBe(event);
  expect(hintOf(event, `${'é'.repeat(HINT_OBJECT_BYTES_MAX / 2)}x`).body).toEqual(hint);
  expect(hintOf(event, '🚀'.repeat(HINT_OBJECT_BYTES_MAX / 4)).body).toBe(event);
  expect(hintOf(event, '☃'.repeat(HINT_OBJECT_BYTES_MAX / 3 + 1)).body).toEqual(hint);
});
