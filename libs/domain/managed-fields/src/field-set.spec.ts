import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  difference,
  EMPTY,
  type FieldSet,
  fieldSet,
  inOrder,
  intersection,
  isEmptySet,
  matching,
  pathsOf,
  recursiveDifference,
  union,
} from './field-set.ts';
import { compareElements } from './path-element.ts';
import { readFieldSet } from './read-field-set.ts';
import { someFieldSet } from './testing/some-field-set.ts';

const asText = (set: FieldSet) => JSON.stringify(set);

test('a field set has the form of FieldsV1, which marks fields with children as members', () => {
  expect(fieldSet([['spec', 'replicas'], ['metadata'], ['metadata', 'name'], ['spec']])).toEqual({
    'f:metadata': { '.': {}, 'f:name': {} },
    'f:spec': { '.': {}, 'f:replicas': {} },
  });
});

test("a field survives the removal of its parent only, not of its parent's subtree", () => {
  const set = fieldSet([['spec'], ['spec', 'replicas'], ['status', 'phase']]);
  const gone = fieldSet([['spec'], ['status']]);
  expect(difference(set, gone)).toEqual({ 'f:spec': { 'f:replicas': {} }, 'f:status': { 'f:phase': {} } });
  expect(recursiveDifference(set, gone)).toEqual({});
});

test('a pattern keeps fields on the way to it, its fields, and all below', () => {
  const containers = {
    'k:{"name":"a"}': { '.': {}, 'f:image': {}, 'f:resources': { '.': {}, 'f:limits': {} } },
    'k:{"name":"b"}': { 'f:image': {} },
  };
  const set = { 'f:metadata': { 'f:labels': {} }, 'f:spec': { 'f:containers': { '.': {}, ...containers }, 'f:volumes': {} } };
  expect(matching(set, fieldSet([['spec', 'containers', '*', 'resources']]))).toEqual({
    'f:spec': { 'f:containers': { '.': {}, 'k:{"name":"a"}': { '.': {}, 'f:resources': { '.': {}, 'f:limits': {} } } } },
  });
  expect(matching(set, fieldSet([['spec', 'ephemeralContainers']]))).toEqual({});
});

test('paths are in upstream’s order: per level, fields before their children', () => {
  const set = fieldSet([['b'], ['a', 'x', 'y'], ['a', 'z'], ['a']]);
  expect(pathsOf(set)).toEqual([['f:a'], ['f:b'], ['f:a', 'f:z'], ['f:a', 'f:x', 'f:y']]);
});

test('an operation without effect returns the same object', () => {
  const set = fieldSet([
    ['spec', 'replicas'],
    ['metadata', 'labels', 'app'],
  ]);
  const others = fieldSet([['status']]);
  expect(union(set, fieldSet([['spec', 'replicas']]))).toBe(set);
  expect(difference(set, others)).toBe(set);
  expect(recursiveDifference(set, others)).toBe(set);
  expect(inOrder(set)).toBe(set);
  expect(union(set, others)['f:spec']).toBe(set['f:spec']);
});

test('sets obey the laws of sets', () => {
  fc.assert(
    fc.property(someFieldSet, someFieldSet, someFieldSet, (a, b, c) => {
      expect(asText(union(a, b))).toBe(asText(union(b, a)));
      expect(asText(union(a, union(b, c)))).toBe(asText(union(union(a, b), c)));
      expect(asText(intersection(a, b))).toBe(asText(intersection(b, a)));
      expect(asText(intersection(a, union(b, c)))).toBe(asText(union(intersection(a, b), intersection(a, c))));
      expect(asText(difference(a, union(b, c)))).toBe(asText(difference(difference(a, b), c)));
      expect(asText(union(difference(a, b), intersection(a, b)))).toBe(asText(a));
      expect(isEmptySet(intersection(difference(a, b), b))).toBe(true);
      expect(asText(union(a, EMPTY))).toBe(asText(a));
      expect(difference(a, a)).toEqual({});
    }),
  );
});

test('a recursive difference leaves no path through a removed field', () => {
  fc.assert(
    fc.property(someFieldSet, someFieldSet, (a, b) => {
      const begins = (path: readonly string[], start: readonly string[]) => start.every((element, index) => path[index] === element);
      const expected = pathsOf(a).filter((path) => !pathsOf(b).some((start) => begins(path, start)));
      expect(pathsOf(recursiveDifference(a, b))).toEqual(expected);
    }),
  );
});

test('every set is in upstream’s order and survives a round trip', () => {
  fc.assert(
    fc.property(someFieldSet, someFieldSet, (a, b) => {
      const set = union(a, b);
      expect(inOrder(set)).toBe(set);
      expect(Object.keys(set)).toEqual(Object.keys(set).sort(compareElements));
      expect(asText(readFieldSet(JSON.parse(asText(set))) as FieldSet)).toBe(asText(set));
    }),
  );
});
