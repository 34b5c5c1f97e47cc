import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { findNodes, nodesToFind } from './find-nodes.ts';
import { candidateOf, nodeWith } from './testing/plugin-input.ts';

test.each([
  [0, 0],
  [99, 99],
  [100, 100],
  [240, 117],
  [1_000, 420],
  [5_000, 500],
  [10_000, 500],
])('a search of %i nodes ends with %i feasible ones', (nodes, wanted) => {
  expect(nodesToFind(nodes)).toBe(wanted);
});

const nodes = Array.from({ length: 250 }, (_, index) =>
  nodeWith(aNode({ metadata: { name: `n${index}` }, spec: { unschedulable: index === 1 } })),
);

test('a search begins where the last one ended, and ends with enough feasible nodes', () => {
  const candidate = candidateOf(aPod(), undefined, nodes);
  const first = findNodes(candidate, nodes, 0);
  expect([first.feasible.length, first.refused.length, first.next]).toEqual([120, 1, 121]);
  const third = findNodes(candidate, nodes, findNodes(candidate, nodes, first.next).next);
  expect([third.feasible[0]?.name, third.feasible.length, third.next]).toEqual(['n241', 120, 112]);
});

test('a pod that no node takes is tried on every node', () => {
  const candidate = candidateOf(aPod({ spec: { nodeSelector: { disk: 'ssd' } } }), undefined, nodes);
  const { feasible, refused, next } = findNodes(candidate, nodes, 30);
  expect([feasible.length, refused.length, next]).toEqual([0, 250, 30]);
});

test.each([
  ['n7', ['n7']],
  ['n1', expect.arrayContaining(['n0', 'n2'])],
  ['gone', expect.arrayContaining(['n0', 'n2'])],
])('a pod nominated to %s is tried there first', (nominatedNodeName, names) => {
  const candidate = candidateOf({ ...aPod(), status: { nominatedNodeName } }, undefined, nodes);
  expect(findNodes(candidate, nodes, 0).feasible.map(({ name }) => name)).toEqual(names);
});
