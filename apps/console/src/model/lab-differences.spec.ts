import { expect, test } from 'vitest';
import type { LogChanges, ObjectState } from './compare.ts';
import { labDifferences } from './lab-differences.ts';

const state = (uid: string, spec?: object): ObjectState => ({ uid, ...(spec && { object: { spec } }) });
const change = (name: string, before?: ObjectState, after?: ObjectState, resource = 'pods') => ({
  key: { group: '', resource, namespace: 'default', name },
  ...(before && { before }),
  ...(after && { after }),
});
const changes = (...parts: ReturnType<typeof change>[]): LogChanges => ({
  ...{ before: { revision: 7, at: 7 }, after: { revision: 9, at: 9 } },
  changes: parts,
});
const typesOf = (own: LogChanges, other: LogChanges) => labDifferences(own, other).map(({ text, type }) => [text, type]);

test('an object that one lab created or deleted stands in the other or in this lab alone', () => {
  const own = changes(change('new', undefined, state('1', {})), change('gone', state('2', {})));
  expect(typesOf(own, changes())).toEqual([
    ['pods/default/new', 'own'],
    ['pods/default/gone', 'other'],
  ]);
  expect(typesOf(changes(), own)).toEqual([
    ['pods/default/gone', 'own'],
    ['pods/default/new', 'other'],
  ]);
});

test('an object that both labs deleted, or changed in the same way, does not differ', () => {
  const both = changes(change('gone', state('2', {})), change('web', state('3', { a: 1 }), state('3', { a: 2 })));
  expect(labDifferences(both, both)).toEqual([]);
});

test('a field that one lab changed differs from the common past in the other', () => {
  const own = changes(change('web', state('3', { a: 1 }), state('3', { a: 2 })));
  expect(labDifferences(own, changes())).toEqual([
    { id: '/pods/default/web', text: 'pods/default/web', type: 'changed', fields: [{ path: 'spec.a', before: 1, after: 2 }] },
  ]);
});

test('times and versions alone are no difference', () => {
  const own = changes(change('web', state('3', { startTime: 'x' }), state('3', { startTime: 'y' })));
  expect(labDifferences(own, changes())).toEqual([]);
});

test('objects of one name with other uids replaced each other, and confidential ones have no fields', () => {
  const own = changes(change('web', state('3', {}), state('4', {})), change('key', state('5'), state('5'), 'secrets'));
  expect(typesOf(own, changes())).toEqual([
    ['pods/default/web', 'replaced'],
    ['secrets/default/key', 'confidential'],
  ]);
});

test('Events and Leases change all the time, and are left out', () => {
  expect(labDifferences(changes(change('e', undefined, state('1', {}), 'events')), changes())).toEqual([]);
});
