import type { Observation } from '../observation/observed-cluster.ts';

/** Looks at each event in order; gives what is wrong, or undefined. */
export type Check = (observation: Observation) => string | undefined;

/** Condition on every event of every run, checked from outside by the log alone. */
export interface Invariant {
  /** Names the file: `pod-is-bound-once`. */
  readonly name: string;
  /** A sentence about the cluster. */
  readonly statement: string;
  /** Returns a checker with fresh state, for one run. */
  watch(): Check;
}
