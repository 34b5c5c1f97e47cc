import { expect, test } from 'vitest';
import { groupAgents, nodesToStart } from './node-group.ts';

const group = { min: 3, max: 5 };

test.each([
  [[], ['node-1', 'node-2', 'node-3']],
  [
    ['node-1', 'node-4', 'node-5', 'node-2'],
    ['node-1', 'node-2', 'node-4', 'node-5'],
  ],
  [['node-5'], ['node-1', 'node-2', 'node-5']],
  [
    ['edge-1', 'node-6', 'node-2'],
    ['node-1', 'node-2', 'node-3'],
  ],
])('a lab with the Nodes %j starts %j', (existing, started) => {
  expect(nodesToStart(group, existing)).toEqual(started);
});

test('each node of a group has an agent', () => {
  expect(groupAgents({ min: 1, max: 2 })).toEqual([
    { service: 'kubelet-agent-1', nodes: ['node-1'] },
    { service: 'kubelet-agent-2', nodes: ['node-2'] },
  ]);
});
