import type { Cause } from '@klockwork/event-store';
import type { Pod } from '@klockwork/kubernetes-types';
import type { PodEnding } from '@klockwork/pod-lifecycle';

/** Pods that take room on a node. */
export interface ActivePods {
  activePods(): readonly Pod[];
  /** Ends a pod on behalf of the node. */
  end(pod: Pod, ending: PodEnding, cause: Cause): void;
  /** Ends a pod and records an Event with the reason. */
  evict(pod: Pod, ending: PodEnding, cause: Cause): void;
}
