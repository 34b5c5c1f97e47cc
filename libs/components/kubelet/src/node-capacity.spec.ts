import { expect, test } from 'vitest';
import { allocatable, nodeCapacity, nodeSize } from './node-capacity.ts';

test("a node has the given capacity in the kubelet's form, and defaults for the rest", () => {
  expect(nodeCapacity()).toMatchObject({ cpu: '4', memory: '8388608Ki', 'ephemeral-storage': '61202244Ki', pods: '110' });
  expect(nodeCapacity({ cpu: '500m', memory: '2Gi', 'ephemeral-storage': '100000', pods: '10' })).toEqual({
    ...{ cpu: '500m', memory: '2097152Ki', 'ephemeral-storage': '100000', pods: '10' },
    ...{ 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' },
  });
});

test('a fraction of a processor counts as a whole one', () => {
  expect(nodeSize(nodeCapacity({ cpu: '1500m', memory: '2Gi', 'ephemeral-storage': '1Mi' }))).toEqual({
    ...{ processors: 2, memoryBytes: 2_147_483_648, diskBytes: 1_048_576 },
  });
});

test('allocatable resources exclude hard eviction thresholds, to the byte', () => {
  // Values of a real node.
  expect(allocatable(nodeCapacity({ memory: '16393260Ki', 'ephemeral-storage': '61255492Ki' }))).toMatchObject({
    memory: '16290860Ki',
    'ephemeral-storage': '56453061334',
    pods: '110',
  });
  expect(allocatable(nodeCapacity({ memory: '64Mi' })).memory).toBe('0Ki');
});
