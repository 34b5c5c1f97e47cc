import { expect, test } from 'vitest';
import { readNodeShape } from './node-shape.ts';

test('an agent without variables leaves its nodes unchanged', () => {
  const { labelsOf, ...shape } = readNodeShape({});
  expect(shape).toEqual({ capacity: {}, maxParallelImagePulls: 1 });
  expect(labelsOf?.('node-1')).toEqual({});
});

test('an agent is told what its nodes have', () => {
  const { capacity, maxParallelImagePulls } = readNodeShape({
    ...{ KLOCKWORK_NODE_CPU: '8', KLOCKWORK_NODE_MEMORY: '16Gi', KLOCKWORK_NODE_PODS: '250', KLOCKWORK_NODE_EPHEMERAL_STORAGE: '100Gi' },
    KLOCKWORK_PARALLEL_PULLS: '5',
  });
  expect(capacity).toEqual({ cpu: '8', memory: '16Gi', pods: '250', 'ephemeral-storage': '100Gi' });
  expect(maxParallelImagePulls).toBe(5);
  expect(() => readNodeShape({ KLOCKWORK_PARALLEL_PULLS: 'many' })).toThrow('KLOCKWORK_PARALLEL_PULLS must be a number from 1, not many');
});

test.each([
  ['node-1', 'a'],
  ['node-2', 'b'],
  ['node-3', 'a'],
  ['master', 'a'],
])('%s of two zones is in %s', (node, zone) => {
  expect(readNodeShape({ KLOCKWORK_ZONES: 'a,b' }).labelsOf?.(node)).toEqual({ 'topology.kubernetes.io/zone': zone });
});
