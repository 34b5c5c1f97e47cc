import type { PreferredSchedulingTerm } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeAffinityScore } from './node-affinity.score.ts';

const node = nodeWith(aNode({ metadata: { name: 'a', labels: { disk: 'ssd', zone: 'b' } } }));
const prefers = (weight: number, key: string): PreferredSchedulingTerm => ({
  weight,
  preference: { matchExpressions: [{ key, operator: 'Exists' }] },
});

test.each<[string, PreferredSchedulingTerm[], number]>([
  ['a pod without preferences scores 0', [], 0],
  ['the weight of a preference that holds is the score', [prefers(30, 'disk')], 30],
  ['the weights of preferences that hold add up', [prefers(30, 'disk'), prefers(5, 'zone')], 35],
  ['a preference that does not hold adds nothing', [prefers(30, 'disk'), prefers(50, 'gpu')], 30],
  ['an empty preference adds nothing', [{ weight: 40, preference: {} }], 0],
])('%s', (_, preferred, score) => {
  const pod = aPod({ spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } } });
  expect(nodeAffinityScore.score(candidateOf(pod), node)).toBe(score);
});

test.each<[string, number[], number[]]>([
  ['the node with the highest sum gets 100, and others their share', [35, 30, 0], [100, 85, 0]],
  ['nodes without any preference that holds get 0', [0, 0], [0, 0]],
])('%s', (_, raw, normalized) => {
  expect(nodeAffinityScore.normalize?.(raw)).toEqual(normalized);
});
