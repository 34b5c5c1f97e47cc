import { expect, test } from 'vitest';
import { DEDUCED } from '../merge-schema.ts';
import { thing } from '../testing/things.ts';
import { fieldSetOf } from './field-set-of.ts';

test.each([
  ['a leaf', { text: 'a', size: 1 }, { 'f:size': {}, 'f:text': {} }],
  ['a null', { text: null, labels: null, items: null }, { 'f:items': {}, 'f:labels': {}, 'f:text': {} }],
  ['keys of a map, not the map', { labels: { b: '1', a: '2' } }, { 'f:labels': { 'f:a': {}, 'f:b': {} } }],
  ['an empty map', { labels: {}, nested: {} }, { 'f:labels': {}, 'f:nested': {} }],
  ['an atomic map and an atomic list whole', { selector: { a: 'b' }, args: ['x'] }, { 'f:args': {}, 'f:selector': {} }],
  ['members of a set', { finalizers: ['b', 'a'] }, { 'f:finalizers': { 'v:"a"': {}, 'v:"b"': {} } }],
  ['nothing of an empty list', { finalizers: [], items: [] }, {}],
  [
    'items by their keys, with a default where one is missing',
    { items: [{ name: 'a', value: 'x' }] },
    { 'f:items': { 'k:{"name":"a","protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:value': {} } } },
  ],
  [
    'items by those of their keys that they have',
    { items: [{ value: 'x' }, { name: 'a' }] },
    { 'f:items': { 'k:{"name":"a","protocol":"TCP"}': { '.': {}, 'f:name': {} }, 'k:{"protocol":"TCP"}': { '.': {}, 'f:value': {} } } },
  ],
  ['items by the key of their patches', { patched: [{ name: 'a' }] }, { 'f:patched': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } }],
  [
    'of items that are there twice, the item',
    { patched: [{ name: 'a' }, { name: 'a', value: 'x' }] },
    { 'f:patched': { 'k:{"name":"a"}': {} } },
  ],
  ['fields of a struct, not the struct', { nested: { inner: { on: true } } }, { 'f:nested': { 'f:inner': { 'f:on': {} } } }],
  [
    'maps of no schema by their keys, and their lists whole',
    { anything: { a: { b: 1 }, c: [1] } },
    { 'f:anything': { 'f:a': { '.': {}, 'f:b': {} }, 'f:c': {} } },
  ],
  ['raw values whole', { raw: { a: { b: 1 } } }, { 'f:raw': {} }],
])('an object mentions %s', (_, object, expected) => {
  expect(JSON.stringify(fieldSetOf(object, thing))).toBe(JSON.stringify(expected));
});

test('an object without schema mentions every map key', () => {
  expect(fieldSetOf({ a: { b: { c: 1 } }, d: [{ e: 1 }] }, DEDUCED)).toEqual({
    'f:a': { '.': {}, 'f:b': { '.': {}, 'f:c': {} } },
    'f:d': {},
  });
});
