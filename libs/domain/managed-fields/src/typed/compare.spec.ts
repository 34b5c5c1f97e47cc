import { expect, test } from 'vitest';
import { fieldSet, inOrder } from '../field-set.ts';
import { thing } from '../testing/things.ts';
import { compare } from './compare.ts';
import { SchemaMismatch } from './mismatch.ts';

function changes(lhs: object, rhs: object) {
  const found = compare(lhs as Record<string, unknown>, rhs as Record<string, unknown>, thing);
  return Object.fromEntries(Object.entries(found).map(([change, set]) => [change, JSON.stringify(inOrder(set))]));
}

test.each<[string, object, object, { added?: object; modified?: object; removed?: object }]>([
  ['nothing', { text: 'a', items: [{ name: 'a' }] }, { items: [{ name: 'a' }], text: 'a' }, {}],
  ['a leaf that changed', { text: 'a' }, { text: 'b' }, { modified: { 'f:text': {} } }],
  ['a leaf that became null', { text: 'a' }, { text: null }, { modified: { 'f:text': {} } }],
  ['a leaf that came', {}, { text: 'b' }, { added: { 'f:text': {} } }],
  ['a leaf that went', { text: 'a', number: 1 }, { number: 1 }, { removed: { 'f:text': {} } }],
  [
    'a struct that came',
    {},
    { nested: { inner: { on: true } } },
    { added: { 'f:nested': { '.': {}, 'f:inner': { '.': {}, 'f:on': {} } } } },
  ],
  [
    'a key of a map that took another’s place',
    { labels: { a: '1' } },
    { labels: { b: '1' } },
    { added: { 'f:labels': { 'f:b': {} } }, removed: { 'f:labels': { 'f:a': {} } } },
  ],
  ['a map that lost all it had', { labels: { a: '1' } }, { labels: {} }, { removed: { 'f:labels': { 'f:a': {} } } }],
  ['an empty map that came', {}, { labels: {} }, { added: { 'f:labels': {} } }],
  ['an empty list that became null', { items: [] }, { items: null }, { modified: { 'f:items': {} } }],
  ['an atomic map as one', { selector: { a: '1' } }, { selector: { a: '1', b: '2' } }, { modified: { 'f:selector': {} } }],
  ['an atomic list as one', { args: ['a', 'b'] }, { args: ['b', 'a'] }, { modified: { 'f:args': {} } }],
  ['nothing where a set is in another order', { finalizers: ['a', 'b'] }, { finalizers: ['b', 'a'] }, {}],
  [
    'members of a set',
    { finalizers: ['a', 'b'] },
    { finalizers: ['b', 'c'] },
    { added: { 'f:finalizers': { 'v:"c"': {} } }, removed: { 'f:finalizers': { 'v:"a"': {} } } },
  ],
  [
    'an item that changed, wherever it stands',
    { items: [{ name: 'a' }, { name: 'b', value: '1' }] },
    { items: [{ name: 'b', protocol: 'TCP', value: '2' }, { name: 'a' }] },
    {
      added: { 'f:items': { 'k:{"name":"b","protocol":"TCP"}': { 'f:protocol': {} } } },
      modified: { 'f:items': { 'k:{"name":"b","protocol":"TCP"}': { 'f:value': {} } } },
    },
  ],
  [
    'items that were there twice and still are, as one',
    { patched: [{ name: 'a' }, { name: 'a', value: '1' }] },
    { patched: [{ name: 'a' }, { name: 'a', value: '2' }] },
    { modified: { 'f:patched': { 'k:{"name":"a"}': {} } } },
  ],
  [
    'an item that is there once now: it came with its fields, and the two went',
    { patched: [{ name: 'a' }, { name: 'a', value: '1' }] },
    { patched: [{ name: 'a' }] },
    { added: { 'f:patched': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } }, removed: { 'f:patched': { 'k:{"name":"a"}': {} } } },
  ],
  [
    'an item that is there twice now: its fields went, and the two came',
    { patched: [{ name: 'a' }] },
    { patched: [{ name: 'a' }, { name: 'a' }] },
    { added: { 'f:patched': { 'k:{"name":"a"}': {} } }, removed: { 'f:patched': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } } },
  ],
  [
    'a value without a schema that took another shape',
    { anything: { a: 1 } },
    { anything: [1] },
    { modified: { 'f:anything': {} }, removed: { 'f:anything': { 'f:a': {} } } },
  ],
])('a comparison finds %s', (_, lhs, rhs, { added = {}, modified = {}, removed = {} }) => {
  expect(changes(lhs, rhs)).toEqual({
    added: JSON.stringify(added),
    modified: JSON.stringify(modified),
    removed: JSON.stringify(removed),
  });
});

test.each([
  [
    { patched: [{ value: 'x' }] },
    'element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)',
  ],
  [{ items: [{ name: 'a' }, null] }, 'element 1: associative list with keys may not have a null element'],
  [{ items: ['a'] }, 'element 0: associative list with keys may not have non-map elements'],
  [{ finalizers: [{}] }, "element 0: associative list without keys has an element that's a map type"],
  [{ finalizers: [[]] }, 'element 0: not supported: associative list with lists as elements'],
  [{ finalizers: [null] }, "element 0: associative list without keys has an element that's an explicit null"],
])('%j cannot be compared', (object, message) => {
  expect(() => compare({}, object, thing)).toThrow(new SchemaMismatch(message));
});

test('excluded fields are skipped, whether added, changed or removed; their siblings are compared', () => {
  const [before, after] = [
    { text: 'a', labels: { a: '1', b: '1' }, items: [{ name: 'a' }] },
    { text: 'b', labels: { b: '2', c: '1' }, nested: { inner: { on: true } } },
  ];
  const except = fieldSet([['text'], ['items'], ['nested'], ['labels', 'a'], ['labels', 'c']]);
  expect(compare(before, after, thing, except)).toEqual({ added: {}, modified: { 'f:labels': { 'f:b': {} } }, removed: {} });
});
