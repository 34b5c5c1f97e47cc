import { expect, test } from 'vitest';
import { groupNodeNames, isGroupNode, parseNodeGroup } from './node-group.ts';

test.each([
  ['3..10', { min: 3, max: 10 }],
  ['1..1', { min: 1, max: 1 }],
  ['0..3', undefined],
  ['4..3', undefined],
  ['3', undefined],
  ['3..', undefined],
  ['3...10', undefined],
  ['-3..10', undefined],
])('the text %s is the group %j', (text, group) => {
  expect(parseNodeGroup(text)).toEqual(group);
});

test.each([
  ['node-1', true],
  ['node-10', true],
  ['node-11', false],
  ['node-0', false],
  ['node-01', false],
  ['edge-1', false],
])('membership of %s in a group of ten is %s', (name, isMember) => {
  expect(isGroupNode(name, { min: 3, max: 10 })).toBe(isMember);
});

test('a group has a name per possible node', () => {
  expect(groupNodeNames({ min: 1, max: 3 })).toEqual(['node-1', 'node-2', 'node-3']);
});
