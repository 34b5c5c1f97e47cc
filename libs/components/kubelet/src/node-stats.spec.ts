import type { ContainerReport, ContainerStats } from '@klockwork/pod-lifecycle';
import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { nodeStats } from './node-stats.ts';

test('node statistics name pods by their API names, also static pods', () => {
  const stats: ContainerStats = {
    ...{ id: 'c', podUid: 'hash-of-a-manifest', name: 'main', at: 7_000, processes: 1 },
    cpu: { usageCoreNanoSeconds: 9, usageNanoCores: 250, throttledMs: 0 },
    memory: { workingSetBytes: 4_096 },
    disk: { usedBytes: 0, logBytes: 0 },
  };
  const node = {
    runtime: { stats: () => [stats], reports: () => [{ id: 'c', createdAt: 1_000, startedAt: 2_000 } as ContainerReport] },
    worker: (uid: string) =>
      uid === 'hash-of-a-manifest' ? { pod: aPod({ metadata: { name: 'web-node-1', namespace: 'shop' } }) } : undefined,
  };
  expect(nodeStats(node, 7_000)).toEqual({
    at: 7_000,
    containers: [{ namespace: 'shop', pod: 'web-node-1', name: 'main', startedAt: 2_000, nanoCores: 250, memoryBytes: 4_096 }],
  });
});
