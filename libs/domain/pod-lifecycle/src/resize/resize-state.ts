import type { LabTime } from '@klockwork/kernel';

/** Worker's state of a pod's resize. */
export interface ResizeState {
  /** Refused by the node: for now (Deferred) or permanently (Infeasible). */
  readonly pending?: { readonly reason: 'Deferred' | 'Infeasible'; readonly message: string } & ResizeStep;
  /** Granted, but not complete in all containers. */
  readonly progress?: { readonly error?: string } & ResizeStep;
}

interface ResizeStep {
  readonly since: LabTime;
  /** Generation of the pod that requests the resize. */
  readonly generation: number;
}

/** Reason of a refused resize. */
export interface ResizeRefusal {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}
