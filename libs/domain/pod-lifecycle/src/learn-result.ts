import type { RecordAction } from './pod-action.ts';
import type { PodState } from './pod-state.ts';

/** State after a fact, and Events to record. */
export interface LearnResult {
  readonly state: PodState;
  readonly events: readonly RecordAction[];
}
