import type { NodeStats } from '@klockwork/cluster-api';
import type { LabTime } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { Pod } from 'kubernetes-types/core/v1';

/** A node, as far as it knows what is used on it. */
export interface UsedNode {
  readonly runtime: Pick<ContainerRuntime, 'stats' | 'reports'>;
  /** Who looks after a pod, by the UID that the runtime knows. */
  worker(uid: string): { readonly pod: Pod } | undefined;
}

/** What the containers that run on a node use just now. Models `/metrics/resource` of the kubelet, which names pods as the API does. */
export function nodeStats(node: UsedNode, now: LabTime): NodeStats {
  const { runtime } = node;
  const started = new Map(runtime.reports().map(({ id, startedAt, createdAt }) => [id, startedAt ?? createdAt]));
  const containers = runtime.stats().map(({ id, podUid, name, cpu, memory }) => {
    const { namespace = '', name: pod = '' } = node.worker(podUid)?.pod.metadata ?? {};
    const startedAt = started.get(id) ?? now;
    return { namespace, pod, name, startedAt, nanoCores: cpu.usageNanoCores, memoryBytes: memory.workingSetBytes };
  });
  return { at: now, containers };
}
