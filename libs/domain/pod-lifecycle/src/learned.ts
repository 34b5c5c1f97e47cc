import type { RecordAction } from './pod-action.ts';
import type { PodMemory } from './pod-memory.ts';

/** State after a fact, with Events to record. */
export interface Learned {
  readonly memory: PodMemory;
  readonly events: readonly RecordAction[];
}
