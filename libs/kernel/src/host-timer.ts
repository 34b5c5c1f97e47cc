import type { Cancel } from './clock.ts';

/**
 * The host's time and its one-shot timers: for the clock itself and for guards that end a wait when a process hangs.
 * Nothing else may use it. What happens in the lab happens on the Clock.
 */
export interface HostTimer {
  /** Milliseconds since 1970 UTC. It may jump when the host's clock is set. */
  now(): number;
  /** Calls `fire` after `delayMs` or, for a very long delay, earlier; on the next turn when it is not positive. */
  set(delayMs: number, fire: () => void): Cancel;
}
