import { copy } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { DEDUCED } from '../merge-schema.ts';
import { thing } from '../testing/things.ts';
import { merge } from './merge.ts';

test.each<[string, object, object, object]>([
  ['leaves of the right win', { text: 'a', number: 1 }, { text: 'b' }, { text: 'b', number: 1 }],
  ['an explicit null wins over a leaf', { text: 'a' }, { text: null }, { text: null }],
  ['a null map removes no key', { labels: { a: '1' } }, { labels: null }, { labels: { a: '1' } }],
  ['maps have the keys of both', { labels: { a: '1', b: '1' } }, { labels: { b: '2', c: '3' } }, { labels: { a: '1', b: '2', c: '3' } }],
  [
    'atomic maps and lists come from the right',
    { selector: { a: '1' }, args: ['a'] },
    { selector: { b: '2' }, args: ['b'] },
    { selector: { b: '2' }, args: ['b'] },
  ],
  ['an empty map removes no key', { labels: { a: '1' } }, { labels: {} }, { labels: { a: '1' } }],
  ['empty values stay empty, and null stays null', { labels: null, items: [] }, { labels: {}, items: null }, { labels: {}, items: null }],
  ['sets have the members of both', { finalizers: ['a', 'b'] }, { finalizers: ['b', 'c'] }, { finalizers: ['a', 'b', 'c'] }],
  [
    'items merge by their keys',
    {
      items: [
        { name: 'a', value: '1' },
        { name: 'a', protocol: 'UDP' },
      ],
    },
    { items: [{ name: 'a', on: true }] },
    {
      items: [
        { name: 'a', value: '1', on: true },
        { name: 'a', protocol: 'UDP' },
      ],
    },
  ],
  [
    'duplicate items are replaced by the right item',
    { patched: [{ name: 'a', value: '1' }, { name: 'b' }, { name: 'a', value: '2' }] },
    { patched: [{ name: 'a', on: true }] },
    { patched: [{ name: 'a', on: true }, { name: 'b' }] },
  ],
  [
    'duplicate items stay if the right omits them',
    {
      patched: [
        { name: 'a', value: '1' },
        { name: 'a', value: '2' },
      ],
    },
    { patched: [{ name: 'b' }] },
    { patched: [{ name: 'a', value: '1' }, { name: 'a', value: '2' }, { name: 'b' }] },
  ],
  ['without a schema the shape of the right wins', { anything: { a: 1 } }, { anything: [1] }, { anything: [1] }],
  [
    'inherited names are ordinary keys',
    { labels: { constructor: 'a' } },
    { labels: JSON.parse('{"__proto__":"b"}') },
    { labels: JSON.parse('{"constructor":"a","__proto__":"b"}') },
  ],
])('%s', (_, lhs, rhs, expected) => {
  expect(JSON.stringify(merge(lhs as Record<string, unknown>, rhs as Record<string, unknown>, thing))).toBe(JSON.stringify(expected));
});

test.each([
  ['', 'abc', 'abc'],
  ['abc', '', 'abc'],
  ['abc', 'cba', 'cba'],
  ['abc', 'b', 'abc'],
  ['abcd', 'db', 'acdb'],
  ['abcd', 'xd', 'abcxd'],
  ['abc', 'ax', 'abcx'],
  ['abc', 'cx', 'abcx'],
  ['abc', 'xa', 'xabc'],
  ['abcde', 'edc', 'abedc'],
])('a set %j with %j is %j: shared members in the right’s order, the left’s own near their neighbours', (left, right, expected) => {
  const merged = merge({ finalizers: [...left] }, { finalizers: [...right] }, thing) as { finalizers: string[] };
  expect(merged.finalizers.join('')).toBe(expected);
});

test('unchanged parts stay the same object in any parent', () => {
  const left = {
    labels: { a: '1' },
    selector: { a: '1' },
    args: ['x'],
    items: [
      { name: 'a', on: true },
      { name: 'b', protocol: 'UDP' },
    ],
  };
  expect(merge(left, copy(left), thing)).toBe(left);
  const merged = merge(left, { labels: { a: '1' }, args: ['x'], items: [{ name: 'a', on: false }] }, thing) as typeof left;
  expect(merged).toEqual({ ...left, items: [{ name: 'a', on: false }, left.items[1]] });
  expect([merged.labels === left.labels, merged.args === left.args, merged.items[1] === left.items[1]]).toEqual([true, true, true]);
});

test('a part of only one side stays the same object', () => {
  const [left, right] = [
    { a: { b: 1 }, x: {} },
    { c: { d: 1 }, x: { y: 1 } },
  ];
  const merged = merge(left, right, DEDUCED);
  expect(merged).toEqual({ a: { b: 1 }, x: { y: 1 }, c: { d: 1 } });
  expect(merged.a).toBe(left.a);
  expect(merged.c).toBe(right.c);
});
