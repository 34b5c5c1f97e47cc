import type { PodCondition } from '@klockwork/kubernetes-types';

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
