import { expect, test } from 'vitest';
import { HINT_OBJECT_BYTES_MAX, hintOf, metadataHintOf } from './hint.ts';
import { eventOf, type WholeEvent } from './stored-event.ts';
import { storedEvent } from './testing/builders.ts';

const event: WholeEvent = { ...eventOf(storedEvent(1)), data: { image: 'nginx' } };
const { object: _, ...envelope } = event;

const json = JSON.stringify(event.object);

test('a hint contains the event and its text', () => {
  const hint = hintOf(event, json);
  expect(hint.body).toBe(event);
  expect(JSON.parse(hint.json ?? '')).toEqual(event);
});

test('a hint omits managed fields, in its value and in its text', () => {
  const managedFields = [{ manager: 'kubectl', operation: 'Update' as const, fieldsV1: { 'f:data': {} } }];
  const object = { ...event.object, metadata: { ...event.object.metadata, managedFields } };
  const hint = hintOf({ ...event, object }, JSON.stringify(object));
  expect(hint.body).toEqual(event);
  expect(JSON.parse(hint.json ?? '')).toEqual(event);
});

test('a hint of a confidential event omits object and data', () => {
  const hint = hintOf({ ...event, confidential: true }, json);
  expect(hint).toEqual({ body: { ...envelope, confidential: true, data: {} } });
});

test('a metadata hint replaces the object by its metadata, without managed fields', () => {
  const metadata = { ...event.object.metadata, ownerReferences: [] };
  const object = { ...event.object, metadata: { ...metadata, managedFields: [{ manager: 'kubectl' }] }, data: { large: 'x' } };
  expect(metadataHintOf({ ...event, object })).toEqual({ body: { ...envelope, metadata } });
});

test('a hint of an oversized event omits object and data', () => {
  const hint = { ...envelope, data: {} };
  expect(hintOf(event, 'x'.repeat(HINT_OBJECT_BYTES_MAX)).body).toBe(event);
  expect(hintOf(event, 'x'.repeat(HINT_OBJECT_BYTES_MAX + 1)).body).toEqual(hint);
  expect(hintOf(event, 'é'.repeat(HINT_OBJECT_BYTES_MAX / 2)).body).toBe(event);
  expect(hintOf(event, `${'é'.repeat(HINT_OBJECT_BYTES_MAX / 2)}x`).body).toEqual(hint);
  expect(hintOf(event, '🚀'.repeat(HINT_OBJECT_BYTES_MAX / 4)).body).toBe(event);
  expect(hintOf(event, '☃'.repeat(HINT_OBJECT_BYTES_MAX / 3 + 1)).body).toEqual(hint);
});
