import type { Pod } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { NodeInfo } from '../../node-info.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { imageLocality } from './image-locality.score.ts';

const MIB = 1_024 * 1_024;

function nodeHolding(name: string, images: Readonly<Record<string, number>>): NodeInfo {
  const node = aNode({ metadata: { name } });
  const listed = Object.entries(images).map(([image, size]) => ({ names: [image], sizeBytes: size * MIB }));
  return nodeWith({ ...node, status: { ...node.status, images: listed } });
}

function podOf(...images: string[]): Pod {
  return aPod({ spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) } });
}

const empty = nodeHolding('empty', {});

test.each<[string, Pod, NodeInfo[], readonly number[] | undefined]>([
  ['an image that no node has scores nothing', podOf('web:1'), [nodeHolding('a', { 'db:1': 900 }), empty], undefined],
  ['a large image on all nodes scores by its size', podOf('web:1'), [nodeHolding('a', { 'web:1': 500 })], [48]],
  ['an image on half of the nodes counts by half', podOf('web:1'), [nodeHolding('a', { 'web:1': 1_000 }), empty], [48, 0]],
  ['an image of more than 1,000 MiB scores 100', podOf('web:1'), [nodeHolding('a', { 'web:1': 5_000 })], [100]],
  ['an image of less than 23 MiB scores 0', podOf('web:1'), [nodeHolding('a', { 'web:1': 20 })], [0]],
  ['a name without a tag means latest', podOf('registry:5000/web'), [nodeHolding('a', { 'registry:5000/web:latest': 1_000 })], [100]],
  // 500 of 2,000 MiB, above the threshold of 23.
  ['each image of the pod raises the upper threshold', podOf('web:1', 'side:1'), [nodeHolding('a', { 'web:1': 500 })], [24]],
])('%s', (_, pod, nodes, scores) => {
  expect(imageLocality.scores(candidateOf(pod, undefined, nodes), nodes, nodes)).toEqual(scores);
});
