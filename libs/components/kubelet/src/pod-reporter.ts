import type { Cause } from '@klockwork/event-store';
import type { Pod, PodStatus } from '@klockwork/kubernetes-types';
import type { RecordAction } from '@klockwork/pod-lifecycle';

/** Destination of statuses and Events of a node's pods. */
export interface PodReporter {
  report(pod: Pod, status: PodStatus, cause: Cause): void;
  record(pod: Pod, event: RecordAction, cause: Cause): void;
  /** Deletes the pod from the API after its status was written. */
  close(pod: Pod, cause: Cause): void;
}
