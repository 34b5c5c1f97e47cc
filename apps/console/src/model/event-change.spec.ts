import { expect, test } from 'vitest';
import { eventChange, type ObjectEvent, valueText } from './event-change.ts';

const event = (change: ObjectEvent['change'], object?: object): ObjectEvent => ({
  ...{ revision: 8, previousRevision: 5, change },
  ...(object !== undefined && { object }),
});
const BEFORE = event('created', { spec: { replicas: 1 } });

test.each<[string, ObjectEvent, ObjectEvent | undefined, object]>([
  [
    'an update',
    event('updated', { spec: { replicas: 2 } }),
    BEFORE,
    { type: 'updated', fields: [{ path: 'spec.replicas', before: 1, after: 2 }] },
  ],
  ['a creation', BEFORE, undefined, { type: 'created', object: { spec: { replicas: 1 } } }],
  ['a deletion', event('deleted', { a: 1 }), BEFORE, { type: 'deleted', object: { a: 1 } }],
  ['an update without its earlier state', event('updated', { a: 1 }), undefined, { type: 'pruned', object: { a: 1 } }],
  ['a change of a Secret', event('updated'), event('created'), { type: 'confidential' }],
])('%s has its effect', (_, own, previous, expected) => {
  expect(eventChange(own, previous)).toEqual(expected);
});

test.each([
  [undefined, ''],
  ['text', 'text'],
  [{ a: [1] }, '{"a":[1]}'],
])('the value %j is shown as %j', (value, text) => {
  expect(valueText(value)).toBe(text);
});
