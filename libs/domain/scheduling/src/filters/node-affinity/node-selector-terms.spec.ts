import { aNode } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { termHolds } from './node-selector-terms.ts';

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('a label called %s is missing unless set on the node', (key) => {
  const exists = { matchExpressions: [{ key, operator: 'Exists' }] };
  const labels = Object.fromEntries([[key, 'a']]);
  expect([termHolds(exists, aNode()), termHolds(exists, aNode({ metadata: { name: 'n', labels } }))]).toEqual([false, true]);
});
