import type { NodeShape } from './node-shape.ts';

/** How a lab is to run. */
export interface LabOptions {
  readonly nodes: number;
  readonly agents?: number;
  readonly port: number;
  readonly consolePort: number;
  readonly profile: 'realistic' | 'fast';
  readonly shape: NodeShape;
  readonly rate: number;
  /** How far behind the wall clock the lab's time begins, in ms. */
  readonly behindMs: number;
  /** Set for a fork, whose later starts are behind by as much. */
  readonly isFork?: true;
  /** Last revision of a fork's copy; its nodes resume their pods. */
  readonly copiedAt?: number;
  /** Set for an opened tape. */
  readonly isTape?: true;
}
