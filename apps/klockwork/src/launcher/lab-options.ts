import type { NodeGroupSize } from '@klockwork/resources';
import type { NodeShape } from './node-shape.ts';

/** How a lab is to run. */
export interface LabOptions {
  readonly nodes: number;
  readonly agents?: number;
  /** Limits of the group of nodes that a cluster autoscaler scales; `nodes` is its minimum. */
  readonly autoscale?: NodeGroupSize;
  readonly port: number;
  readonly consolePort: number;
  readonly profile: 'realistic' | 'fast';
  readonly shape: NodeShape;
  /** JSON text of a KubeSchedulerConfiguration. */
  readonly schedulerConfig?: string;
  readonly rate: number;
  /** How far behind the wall clock the lab's time begins, in ms. */
  readonly behindMs: number;
  /** Set for a fork and an opened tape, whose later starts are behind by as much. */
  readonly isFork?: true;
  /** Last revision of the copy of a fork or an opened tape; nodes of a fork resume their pods. */
  readonly copiedAt?: number;
  /** Set for an opened tape. */
  readonly isTape?: true;
}
