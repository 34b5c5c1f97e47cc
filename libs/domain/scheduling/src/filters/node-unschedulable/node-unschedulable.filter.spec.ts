import type { Toleration } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeUnschedulable } from './node-unschedulable.filter.ts';

const CORDONED: Refusal = { reasons: ['node(s) were unschedulable'], resolvable: false };
const KEY = 'node.kubernetes.io/unschedulable';

test.each<[string, boolean, Toleration[], Refusal | undefined]>([
  ['a node without a cordon takes a pod', false, [], undefined],
  ['a cordoned node refuses a pod', true, [], CORDONED],
  ['a cordoned node takes a pod that tolerates the cordon', true, [{ key: KEY, operator: 'Exists' }], undefined],
  ['a cordoned node takes a pod that tolerates every taint', true, [{ operator: 'Exists' }], undefined],
  ['a cordoned node refuses a pod that tolerates NoExecute alone', true, [{ key: KEY, operator: 'Exists', effect: 'NoExecute' }], CORDONED],
  ['a cordoned node refuses a pod that tolerates another taint', true, [{ key: 'gpu', operator: 'Exists' }], CORDONED],
])('%s', (_, unschedulable, tolerations, refusal) => {
  const node = nodeWith(aNode({ spec: { unschedulable } }));
  expect(nodeUnschedulable.refuse(candidateOf(aPod({ spec: { tolerations } })), node)).toEqual(refusal);
});
