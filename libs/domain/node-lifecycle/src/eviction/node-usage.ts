/** What one container uses right now. */
export interface ContainerUsage {
  readonly name: string;
  /** Its working set, in bytes. */
  readonly memoryBytes: number;
  /** Its writable layer and its log, in bytes. */
  readonly diskBytes: number;
  readonly processes: number;
}

/** What a pod uses right now. */
export interface PodUsage {
  readonly containers: readonly ContainerUsage[];
  /** Its emptyDir volumes on disk, in bytes. */
  readonly volumeBytes: number;
}

/** Where a node learns what its pods use. Another way of measuring can stand here. */
export interface NodeUsage {
  /** Undefined when nothing is known of the pod. */
  podUsage(uid: string): PodUsage | undefined;
  /** What images take of the node's one disk, in bytes. */
  readonly imageBytes: number;
}

/** One resource of a pod as a whole. */
export function usageOf(usage: PodUsage, resource: 'memory' | 'ephemeral-storage' | 'pids'): number {
  const of = (pick: (container: ContainerUsage) => number) => usage.containers.reduce((sum, container) => sum + pick(container), 0);
  if (resource === 'memory') return of(({ memoryBytes }) => memoryBytes);
  if (resource === 'pids') return of(({ processes }) => processes);
  return of(({ diskBytes }) => diskBytes) + usage.volumeBytes;
}
