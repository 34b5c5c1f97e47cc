import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { PodAction, WakeAt } from './pod-action.ts';
import type { PodState } from './pod-state.ts';

/** View of a pod for its worker, at one instant. */
export interface PodView {
  /** Object in the API; frozen. */
  readonly pod: Pod;
  readonly state: PodState;
  readonly hostIP: string;
  readonly now: LabTime;
  /** True after the object left the API: no reports, and all parts end. */
  readonly removed: boolean;
  /** Returns whether the node has an image. */
  hasImage(image: string): boolean;
  /** Returns whether only the image's name is known; default false. */
  isStandIn?(image: string): boolean;
}

/** Decision under construction. */
export interface Draft {
  readonly state: PodState;
  readonly actions: readonly PodAction[];
  readonly wakeAt?: WakeAt;
  /** Next repetition of a report; independent of the wake-up above, which continues the pod. */
  readonly remindAt?: WakeAt;
}
