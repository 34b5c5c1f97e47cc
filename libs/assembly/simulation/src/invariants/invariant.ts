import type { Observation } from '../observation/observed-cluster.ts';

/** Looks at each event in order; gives what is wrong, or undefined. */
export type Check = (observation: Observation) => string | undefined;

/** What must hold after every event of every run. Stated once, checked from outside by the log alone. */
export interface Invariant {
  /** Names the file: `pod-is-bound-once`. */
  readonly name: string;
  /** A sentence about the cluster. */
  readonly statement: string;
  /** A checker with a memory of its own, for one run. */
  watch(): Check;
}
