import { expect, test } from 'vitest';
import { allocatable, nodeCapacity, nodeSize } from './node-capacity.ts';

test('a node has what it is told, as a kubelet says it, and the default of the rest', () => {
  expect(nodeCapacity()).toMatchObject({ cpu: '4', memory: '8388608Ki', 'ephemeral-storage': '61202244Ki', pods: '110' });
  expect(nodeCapacity({ cpu: '500m', memory: '2Gi', 'ephemeral-storage': '100000', pods: '10' })).toEqual({
    ...{ cpu: '500m', memory: '2097152Ki', 'ephemeral-storage': '100000', pods: '10' },
    ...{ 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' },
  });
});

test('a part of a processor is one to those who count them', () => {
  expect(nodeSize(nodeCapacity({ cpu: '1500m', memory: '2Gi', 'ephemeral-storage': '1Mi' }))).toEqual({
    ...{ processors: 2, memoryBytes: 2_147_483_648, diskBytes: 1_048_576 },
  });
});

test('pods may have it without what the hard eviction thresholds keep, to the byte', () => {
  // From a real node.
  expect(allocatable(nodeCapacity({ memory: '16393260Ki', 'ephemeral-storage': '61255492Ki' }))).toMatchObject({
    memory: '16290860Ki',
    'ephemeral-storage': '56453061334',
    pods: '110',
  });
  expect(allocatable(nodeCapacity({ memory: '64Mi' })).memory).toBe('0Ki');
});
