import type { PodCondition } from '@klockwork/kubernetes-types';
import type { PodMemory } from './pod-memory.ts';

/**
 * End of a pod by its node: eviction, node shutdown, or deadline. The pod has failed from this moment: its containers stop, and then the
 * status reports it. Models `PodStatusFunc` and the grace period override of `pkg/kubelet/pod_workers.go`.
 */
export interface PodEnding {
  /** `status.reason`, kubectl's STATUS. */
  readonly reason: string;
  readonly message: string;
  /** Grace period of the containers in seconds, unless the pod's own is shorter. */
  readonly graceSeconds?: number;
  /** Disruption condition, if any. */
  readonly condition?: Pick<PodCondition, 'type' | 'reason' | 'message'> & { readonly status: 'True' };
}

/** Returns the state of a pod ended by its node. The first ending stays, as the pod's status. */
export function withEnding(memory: PodMemory, ending: PodEnding): PodMemory {
  return memory.ending === undefined ? { ...memory, ending } : memory;
}
