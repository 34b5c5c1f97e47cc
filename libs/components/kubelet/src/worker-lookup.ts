import type { ContainerStatus, Pod } from '@klockwork/kubernetes-types';

/** Running pod, for readers of its containers. */
export interface LivePod {
  readonly pod: Pod;
  /** Id of the existing sandbox. */
  readonly sandboxId: string | undefined;
  /** Returns the newest status of a container by name. */
  containerStatus(name: string): ContainerStatus | undefined;
}

/** Directory of a node's pods. */
export interface WorkerLookup {
  /** Returns a pod by its UID, or by that of its mirror. */
  worker(uid: string): LivePod | undefined;
}
