import type { Pod } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { replicaSpread } from './replica-spread.score.ts';

function podOf(name: string, owner?: string, controller = true): Pod {
  const ownerReferences = owner === undefined ? [] : [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller }];
  return aPod({ metadata: { name, ownerReferences } });
}

test.each<[string, Pod, Pod[], number]>([
  ['a node without pods has no sibling', podOf('web', 'rs'), [], 0],
  ['each replica of the same controller on the node is a sibling', podOf('web', 'rs'), [podOf('a', 'rs'), podOf('b', 'rs')], 2],
  ['a replica of another controller is no sibling', podOf('web', 'rs'), [podOf('a', 'other'), podOf('b', 'rs')], 1],
  ['an owner that is no controller makes no sibling', podOf('web', 'rs'), [podOf('a', 'rs', false)], 0],
  ['a pod without a controller has no sibling', podOf('web'), [podOf('a'), podOf('b', 'rs')], 0],
])('%s', (_, pod, placed, siblings) => {
  expect(replicaSpread.score(candidateOf(pod), nodeWith(aNode(), ...placed))).toBe(siblings);
});

test.each<[string, number[], number[]]>([
  ['the node with the most siblings gets 0, one without gets 100', [4, 1, 0], [0, 75, 100]],
  ['all nodes get 100 when none has a sibling', [0, 0], [100, 100]],
])('%s', (_, raw, normalized) => {
  expect(replicaSpread.normalize?.(raw)).toEqual(normalized);
});
