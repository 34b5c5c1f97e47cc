import type { NodeStats } from '@klockwork/cluster-api';
import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';

/** Node with its usage data. */
export interface UsedNode {
  readonly runtime: Pick<ContainerRuntime, 'stats' | 'reports'>;
  /** Returns the worker of a pod by the runtime's UID. */
  worker(uid: string): { readonly pod: Pod } | undefined;
}

/** Returns the present usage of a node's running containers. Models `/metrics/resource` of the kubelet, which uses the API's pod names. */
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
