import { jsonTextOf } from '@klockwork/bus';
import { expect, test } from 'vitest';
import { type ListedObject, OpenLists } from './open-lists.ts';

const listed = (name: string, text = ''): ListedObject => {
  const object = { metadata: { name, annotations: { text } } };
  return { object, json: JSON.stringify(object) };
};

test('the text of each page equals its value, also beyond ASCII', () => {
  const lists = new OpenLists();
  const objects = [listed('a', '€'.repeat(100_000)), listed('b', '😀"\\'.repeat(50_000)), listed('c')];
  const first = lists.first('list', { revision: 7, kindRevision: 5, objects });
  const second = lists.next(first.next ?? '');
  expect([first, second].map(({ items }) => items.map(({ metadata }) => metadata?.name))).toEqual([['a'], ['b', 'c']]);
  for (const page of [first, second]) expect(JSON.parse(jsonTextOf(page) ?? '')).toEqual(page);
});

test('an empty list has a text', () => {
  const page = new OpenLists().first('list', { revision: 7, kindRevision: 0, objects: [] });
  expect(jsonTextOf(page)).toBe('{"revision":7,"kindRevision":0,"items":[]}');
});

test('the text of a page parses no object', () => {
  const stored: ListedObject = {
    get object(): never {
      throw new Error('parsed');
    },
    json: '{"metadata":{"name":"a"}}',
  };
  const page = new OpenLists().first('list', { revision: 7, kindRevision: 5, objects: [stored] });
  expect(jsonTextOf(page)).toBe('{"revision":7,"kindRevision":5,"items":[{"metadata":{"name":"a"}}]}');
});
