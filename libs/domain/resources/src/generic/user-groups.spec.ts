import { expect, test } from 'vitest';
import { groupsOf } from './user-groups.ts';

test.each([
  ['admin', ['system:masters', 'system:authenticated']],
  ['system:node:node-1', ['system:nodes', 'system:authenticated']],
  ['system:serviceaccount:shop:web', ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated']],
])('user %s has groups %j', (user, groups) => {
  expect(groupsOf(user)).toEqual(groups);
});
