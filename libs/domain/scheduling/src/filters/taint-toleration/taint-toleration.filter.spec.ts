import type { Taint, Toleration } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { taintToleration } from './taint-toleration.filter.ts';

const UNTOLERATED: Refusal = { reasons: ['node(s) had untolerated taint(s)'], resolvable: false };
const gpu = { key: 'gpu', value: 'yes', effect: 'NoSchedule' };

test.each<[string, Taint[], Toleration[], Refusal | undefined]>([
  ['a node without taints takes a pod', [], [], undefined],
  ['a NoSchedule taint refuses a pod', [gpu], [], UNTOLERATED],
  ['a NoExecute taint refuses a pod', [{ key: 'gone', effect: 'NoExecute' }], [], UNTOLERATED],
  ['a PreferNoSchedule taint refuses no pod', [{ ...gpu, effect: 'PreferNoSchedule' }], [], undefined],
  ['a toleration of the same key and value covers a taint', [gpu], [{ key: 'gpu', value: 'yes' }], undefined],
  ['a toleration of another value covers no taint', [gpu], [{ key: 'gpu', operator: 'Equal', value: 'no' }], UNTOLERATED],
  ['a toleration of a key covers each value', [gpu], [{ key: 'gpu', operator: 'Exists' }], undefined],
  ['a toleration of another effect covers no taint', [gpu], [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }], UNTOLERATED],
  ['a toleration without a key covers every taint', [gpu, { key: 'gone', effect: 'NoExecute' }], [{ operator: 'Exists' }], undefined],
  [
    'one taint of two that is not tolerated refuses a pod',
    [gpu, { key: 'a', effect: 'NoSchedule' }],
    [{ key: 'gpu', operator: 'Exists' }],
    UNTOLERATED,
  ],
])('%s', (_, taints, tolerations, refusal) => {
  const node = nodeWith(aNode({ spec: { taints } }));
  expect(taintToleration.refuse(candidateOf(aPod({ spec: { tolerations } })), node)).toEqual(refusal);
});
