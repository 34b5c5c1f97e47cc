import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planAgents } from './node-plan.ts';

test('three nodes are three agents', () => {
  expect(planAgents(3)).toEqual([
    { service: 'kubelet-agent-1', nodes: ['node-1'] },
    { service: 'kubelet-agent-2', nodes: ['node-2'] },
    { service: 'kubelet-agent-3', nodes: ['node-3'] },
  ]);
});

test('a hundred nodes share four agents', () => {
  expect(planAgents(100).map((agent) => agent.nodes.length)).toEqual([25, 25, 25, 25]);
});

test('every node has exactly one agent, and agents differ by one node at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), (nodes, agents) => {
      const plan = planAgents(nodes, agents);
      expect(plan.flatMap((agent) => agent.nodes)).toEqual(Array.from({ length: nodes }, (_, index) => `node-${index + 1}`));
      const sizes = plan.map((agent) => agent.nodes.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});
