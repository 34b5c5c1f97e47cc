import type { PodStatus } from '@klockwork/kubernetes-types';
import type { PodAction, WakeAt } from './pod-action.ts';
import type { PodState } from './pod-state.ts';
import type { ProbeDue } from './probes/probe-due.ts';

/** Result of one decision for a pod. */
export interface Decision {
  readonly actions: readonly PodAction[];
  readonly state: PodState;
  readonly status: PodStatus;
  readonly wakeAt?: WakeAt;
  /** Next repetition of a report. */
  readonly remindAt?: WakeAt;
  /** Awaited probes, without running ones. */
  readonly probes: readonly ProbeDue[];
}
