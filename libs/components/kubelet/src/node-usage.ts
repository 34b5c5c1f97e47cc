import type { Files } from '@klockwork/files';
import type { ContainerUsage, NodeUsage } from '@klockwork/node-lifecycle';
import type { ContainerRuntime, ContainerStats } from '@klockwork/pod-lifecycle';

/** What the pods of a node use just now: asked of the runtime once, and of the node's files for the pods that are asked for. */
export function measureUsage(runtime: Pick<ContainerRuntime, 'stats' | 'images'>, files: Files): NodeUsage {
  const byPod = new Map<string, ContainerUsage[]>();
  for (const stats of runtime.stats()) byPod.set(stats.podUid, [...(byPod.get(stats.podUid) ?? []), usageOf(stats)]);
  return {
    podUsage: (uid) => ({ containers: byPod.get(uid) ?? [], volumeBytes: sharedFolderBytes(files, uid) }),
    imageBytes: runtime.images().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

function usageOf({ name, memory, disk, processes }: ContainerStats): ContainerUsage {
  return { name, memoryBytes: memory.workingSetBytes, diskBytes: disk.usedBytes + disk.logBytes, processes };
}

/** What the emptyDir volumes of a pod hold. */
function sharedFolderBytes(files: Files, uid: string): number {
  const folder = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir`;
  return files.exists(folder) ? files.usageOf(folder) : 0;
}
