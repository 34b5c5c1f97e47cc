import type { Files } from '@klockwork/files';
import type { ContainerUsage, NodeUsage, PodUsage } from '@klockwork/node-lifecycle';
import type { ContainerRuntime, ContainerStats } from '@klockwork/pod-lifecycle';

/** Measures the present usage of a node's pods: queries the runtime once, and files once per requested pod. */
export function measureUsage(runtime: Pick<ContainerRuntime, 'stats' | 'images'>, files: Files): NodeUsage {
  const containers = new Map<string, ContainerUsage[]>();
  for (const stats of runtime.stats()) {
    const own = containers.get(stats.podUid);
    if (own === undefined) containers.set(stats.podUid, [usageOf(stats)]);
    else own.push(usageOf(stats));
  }
  const pods = new Map<string, PodUsage>();
  return {
    podUsage(uid) {
      const usage = pods.get(uid) ?? { containers: containers.get(uid) ?? [], volumeBytes: sharedFolderBytes(files, uid) };
      pods.set(uid, usage);
      return usage;
    },
    imageBytes: runtime.images().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

function usageOf({ name, memory, disk, processes }: ContainerStats): ContainerUsage {
  return { name, memoryBytes: memory.workingSetBytes, diskBytes: disk.usedBytes + disk.logBytes, processes };
}

/** Returns the size of a pod's emptyDir volumes. */
function sharedFolderBytes(files: Files, uid: string): number {
  const folder = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir`;
  return files.exists(folder) ? files.usageOf(folder) : 0;
}
