import type { LabTime } from '@klockwork/kernel';
import type { NodeSize } from '@klockwork/pod-lifecycle';

/** Use of a node at this instant. */
export interface NodeLoad {
  /** Processors that are busy, on average over the last 15 s. */
  readonly busyProcessors: number;
  /** Processor time of its containers so far, in s of one processor. */
  readonly busySeconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly processes: number;
}

/** View of the whole node from its containers; their limits change nothing. */
export interface NodeView {
  readonly size: NodeSize;
  readonly bootedAt: LabTime;
  /** Time since boot, in ms. */
  readonly upMs: number;
  readonly load: NodeLoad;
}
