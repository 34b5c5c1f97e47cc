import type { NodeStats } from '@klockwork/cluster-api';
import type { LabTime } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';

/** What the containers that run on a node use just now. Models `/metrics/resource` of the kubelet. */
export function nodeStats(runtime: ContainerRuntime, now: LabTime): NodeStats {
  const started = new Map(runtime.reports().map(({ id, startedAt, createdAt }) => [id, startedAt ?? createdAt]));
  const containers = runtime.stats().map(({ id, podUid, name, cpu, memory }) => ({
    podUid,
    name,
    startedAt: started.get(id) ?? now,
    nanoCores: cpu.usageNanoCores,
    memoryBytes: memory.workingSetBytes,
  }));
  return { at: now, containers };
}
