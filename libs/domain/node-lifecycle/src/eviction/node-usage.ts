/** Current use of one container. */
export interface ContainerUsage {
  readonly name: string;
  /** Its working set, in bytes. */
  readonly memoryBytes: number;
  /** Its writable layer and its log, in bytes. */
  readonly diskBytes: number;
  readonly processes: number;
}

/** Current use of a pod. */
export interface PodUsage {
  readonly containers: readonly ContainerUsage[];
  /** Bytes of emptyDir volumes on disk. */
  readonly volumeBytes: number;
}

/** Source of usage figures. Other measurements can implement it. */
export interface NodeUsage {
  /** Undefined for an unknown pod. */
  podUsage(uid: string): PodUsage | undefined;
  /** Bytes of images on the node's only disk. */
  readonly imageBytes: number;
}

/** Total of one resource in a pod. */
export function usageOf(usage: PodUsage, resource: 'memory' | 'ephemeral-storage' | 'pids'): number {
  const of = (pick: (container: ContainerUsage) => number) => usage.containers.reduce((sum, container) => sum + pick(container), 0);
  if (resource === 'memory') return of(({ memoryBytes }) => memoryBytes);
  if (resource === 'pids') return of(({ processes }) => processes);
  return of(({ diskBytes }) => diskBytes) + usage.volumeBytes;
}
