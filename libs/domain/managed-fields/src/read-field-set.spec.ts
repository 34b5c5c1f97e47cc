import { deepFreeze } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { readFieldSet } from './read-field-set.ts';

test('a frozen, valid set is returned itself', () => {
  const fields = deepFreeze({ 'f:spec': { '.': {}, 'f:replicas': {} }, 'k:{"name":"a"}': {} });
  expect(readFieldSet(fields)).toBe(fields);
});

test.each([
  ['is brought into order', { 'v:"b"': {}, 'f:b': {}, 'f:a': {} }, { 'f:a': {}, 'f:b': {}, 'v:"b"': {} }],
  ['loses what a later version may know', { 'f:a': { 'x:y': {} }, 'x:z': {} }, { 'f:a': {} }],
  ['has no dot where nothing is below', { 'f:a': { '.': {} } }, { 'f:a': {} }],
  ['has no dot at its root', { '.': {}, 'f:a': {} }, { 'f:a': {} }],
  ['may say null for nothing below', { 'f:a': null }, { 'f:a': {} }],
])('a set %s', (_, fields, expected) => {
  expect(JSON.stringify(readFieldSet(deepFreeze(fields)))).toBe(JSON.stringify(expected));
});

test('the request’s own object is not frozen, and not shared', () => {
  const fields = { 'f:a': {} };
  const set = readFieldSet(fields);
  expect(set).toEqual(fields);
  expect(set).not.toBe(fields);
  expect(Object.isFrozen(fields)).toBe(false);
});

test.each([
  [{ spec: {} }, 'parsing key as path element: missing colon: spec'],
  [{ 'f:a': { f: {} } }, 'parsing key as path element: key must be 2 characters long:'],
  [{ 'f:a': 1 }, 'ReadMapCB: expect { or n, but found number'],
])('%j is refused', (fields, problem) => {
  expect(readFieldSet(fields)).toBe(problem);
});
