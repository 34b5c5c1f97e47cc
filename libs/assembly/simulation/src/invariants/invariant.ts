import type { Observation } from '../observation/observed-cluster.ts';

/** Checks each event in order; returns a problem, or undefined. */
export type Check = (observation: Observation) => string | undefined;

/** Condition on every event of every run, checked from outside by the log alone. */
export interface Invariant {
  /** Names the file: `pod-is-bound-once`. */
  readonly name: string;
  /** Statement about the cluster, as a sentence. */
  readonly statement: string;
  /** Returns a checker with fresh state, per run. */
  watch(): Check;
}
