import type { Cause } from '@klockwork/event-store';
import type { Pressure } from '@klockwork/node-lifecycle';

/** Health of a node, for the admission of pods. */
export interface HealthView {
  /** Present pressures of the node. */
  readonly pressure: readonly Pressure[];
  readonly isShuttingDown: boolean;
}

/** Listener for changes of a node's health. */
export interface HealthListener {
  pressureChanged(pressure: readonly Pressure[]): void;
  shutdownChanged(isShuttingDown: boolean, cause: Cause): void;
}
