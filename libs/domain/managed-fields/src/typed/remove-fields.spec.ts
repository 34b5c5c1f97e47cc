import { expect, test } from 'vitest';
import type { FieldSet } from '../field-set.ts';
import { thing } from '../testing/things.ts';
import { fieldSetOf } from './field-set-of.ts';
import { withNamedFields } from './named-fields.ts';
import { removeFields } from './remove-fields.ts';

test.each<[string, object, object, object]>([
  ['a leaf', { text: 'a', number: 1 }, { 'f:text': {} }, { number: 1 }],
  ['a key of a map', { labels: { a: '1', b: '2' } }, { 'f:labels': { 'f:a': {} } }, { labels: { b: '2' } }],
  ['all keys of a map, which becomes null', { labels: { a: '1' } }, { 'f:labels': { 'f:a': {} } }, { labels: null }],
  ['an atomic map, removed whole for any part', { selector: { a: '1' } }, { 'f:selector': { 'f:a': {} } }, { selector: null }],
  ['a member of a set', { finalizers: ['a', 'b'] }, { 'f:finalizers': { 'v:"a"': {} } }, { finalizers: ['b'] }],
  ['an item', { patched: [{ name: 'a' }, { name: 'b' }] }, { 'f:patched': { 'k:{"name":"a"}': {} } }, { patched: [{ name: 'b' }] }],
  [
    'a field of an item',
    { patched: [{ name: 'a', value: '1' }] },
    { 'f:patched': { 'k:{"name":"a"}': { 'f:value': {} } } },
    { patched: [{ name: 'a' }] },
  ],
])('a removal deletes %s', (_, object, fields, expected) => {
  expect(removeFields(object as Record<string, unknown>, fields as FieldSet, thing)).toEqual(expected);
});

test('unchanged parts stay the same objects', () => {
  const object = { text: 'a', labels: { a: '1' }, patched: [{ name: 'a' }] };
  const rest = removeFields(object, { 'f:text': {} }, thing);
  expect(rest.labels).toBe(object.labels);
  expect(removeFields(object, {}, thing)).toBe(object);
});

test('a mentioned field implies its parent fields, but no keys and no items', () => {
  const set = fieldSetOf({ nested: { inner: { on: true } }, labels: { a: '1' }, items: [{ name: 'a' }], anything: { a: { b: 1 } } }, thing);
  expect(withNamedFields(set, thing)).toEqual({
    'f:anything': { '.': {}, 'f:a': { '.': {}, 'f:b': {} } },
    'f:items': { '.': {}, 'k:{"name":"a","protocol":"TCP"}': { '.': {}, 'f:name': {} } },
    'f:labels': { '.': {}, 'f:a': {} },
    'f:nested': { '.': {}, 'f:inner': { '.': {}, 'f:on': {} } },
  });
});
