import type { LabTime } from '@klockwork/kernel';

/** How far a pod's resize has come, as its worker knows it. */
export interface ResizeMemory {
  /** The node cannot grant it: now (Deferred), or ever (Infeasible). */
  readonly pending?: { readonly reason: 'Deferred' | 'Infeasible'; readonly message: string } & ResizeStep;
  /** It was granted, and the containers are not all as they should be. */
  readonly progress?: { readonly error?: string } & ResizeStep;
}

interface ResizeStep {
  readonly since: LabTime;
  /** The generation of the pod that asks for it. */
  readonly generation: number;
}

/** Why a node does not grant a resize. */
export interface ResizeRefusal {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}
