import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeName } from './node-name.filter.ts';

const OTHER: Refusal = { reasons: ["node(s) didn't match the requested node name"], resolvable: false };

test.each<[string, string | undefined, Refusal | undefined]>([
  ['a pod that names no node may run on each', undefined, undefined],
  ['a pod with an empty node name may run on each', '', undefined],
  ['a pod may run on the node that it names', 'a', undefined],
  ['a pod may not run on another node than it names', 'b', OTHER],
])('%s', (_, named, refusal) => {
  const pod = aPod({ spec: named === undefined ? {} : { nodeName: named } });
  expect(nodeName.refuse(candidateOf(pod), nodeWith(aNode({ metadata: { name: 'a' } })))).toEqual(refusal);
});
