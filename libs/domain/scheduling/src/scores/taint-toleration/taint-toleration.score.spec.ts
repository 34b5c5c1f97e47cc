import type { Taint, Toleration } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { taintTolerationScore } from './taint-toleration.score.ts';

const old: Taint = { key: 'old', effect: 'PreferNoSchedule' };
const slow: Taint = { key: 'slow', effect: 'PreferNoSchedule' };

test.each<[string, Taint[], Toleration[], number]>([
  ['a node without taints scores 0', [], [], 0],
  ['each PreferNoSchedule taint counts', [old, slow], [], 2],
  ['a tolerated taint does not count', [old, slow], [{ key: 'old', operator: 'Exists' }], 1],
  [
    'taints of other effects do not count',
    [
      { key: 'gpu', effect: 'NoSchedule' },
      { key: 'gone', effect: 'NoExecute' },
    ],
    [],
    0,
  ],
])('%s', (_, taints, tolerations, count) => {
  const node = nodeWith(aNode({ spec: { taints } }));
  expect(taintTolerationScore.score(candidateOf(aPod({ spec: { tolerations } })), node)).toBe(count);
});

test.each<[string, number[], number[]]>([
  ['the node with the most taints gets 0, one without gets 100', [2, 1, 0], [0, 50, 100]],
  ['all nodes get 100 when none has such a taint', [0, 0], [100, 100]],
])('%s', (_, raw, normalized) => {
  expect(taintTolerationScore.normalize?.(raw)).toEqual(normalized);
});
