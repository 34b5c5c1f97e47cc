import { expect, test } from 'vitest';
import { keepTimes } from './keep-times.ts';

const entries = (time: string, manager = 'a') => [
  { manager, operation: 'Update', apiVersion: 'v1', time, fieldsType: 'FieldsV1', fieldsV1: {} },
];
const object = (data: object, managedFields: object[] | undefined) => ({ metadata: { name: 'x', managedFields }, data });
const live = object({ a: '1' }, entries('2026-01-01T00:00:00Z'));
const later = entries('2026-01-01T00:01:00Z');

test('where only times moved, the live entries stay', () => {
  expect(keepTimes(live, object({ a: '1' }, later))).toBe(live.metadata.managedFields);
});

test.each([
  ['another value', object({ a: '2' }, later)],
  ['another owner', object({ a: '1' }, entries('2026-01-01T00:01:00Z', 'b'))],
  ['one owner more', object({ a: '1' }, [...later, ...later])],
  ['no owners', object({ a: '1' }, undefined)],
])('where there is %s, the new entries count', (_, next) => {
  expect(keepTimes(live, next)).toBe(next.metadata.managedFields);
});
