import { expect, test } from 'vitest';
import { differences, type LogChanges, placeOf } from './compare.ts';

const [before, after] = [
  { revision: 5, at: 1_000 },
  { revision: 9, at: 3_000 },
];
const key = (name: string, resource = 'pods') => ({ group: '', resource, namespace: 'default', name });
const state = (uid: string, node?: string) => ({ uid, ...(node !== undefined && { object: { spec: { nodeName: node } } }) });

const CHANGES: LogChanges = {
  before,
  after,
  changes: [
    { key: key('new'), after: state('1', 'a') },
    { key: key('old'), before: state('2', 'a') },
    { key: key('moved'), before: state('3', 'a'), after: state('4', 'b') },
    { key: key('same'), before: state('5', 'a'), after: state('5', 'b') },
    { key: key('key', 'secrets'), before: state('6'), after: state('6') },
    { key: key('lost'), after: state('7', 'a'), isBeforePruned: true },
    { key: key('noise', 'events'), after: state('8', 'a') },
  ],
};

test('objects differ by their states at both moments', () => {
  expect(differences(CHANGES, []).map(({ text, type }) => `${type} ${text}`)).toEqual([
    'created pods/default/new',
    'deleted pods/default/old',
    'replaced pods/default/moved',
    'changed pods/default/same',
    'confidential secrets/default/key',
    'pruned pods/default/lost',
  ]);
});

test('a difference has fields, and events between both moments', () => {
  const event = { revision: 7, at: 2_000, type: 'PodBound', key: key('same') };
  const [same] = differences({ ...CHANGES, changes: CHANGES.changes.slice(3, 4) }, [event, { ...event, key: key('other') }]);
  expect([same?.fields, same?.events]).toEqual([[{ path: 'spec.nodeName', before: 'a', after: 'b' }], [event]]);
});

test.each([
  [2_000, 0.5],
  [0, 0],
  [9_000, 1],
])('instant %i: place %d', (at, place) => {
  expect(placeOf(at, before, after)).toBe(place);
});
