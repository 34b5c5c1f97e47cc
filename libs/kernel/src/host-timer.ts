import type { Cancel } from './clock.ts';

/** Host time and one-shot host timers: for the clock itself, and for time-outs of hanging processes only. Lab work uses the Clock. */
export interface HostTimer {
  /** Milliseconds since 1970 UTC. May jump when the host's clock is set. */
  now(): number;
  /** Calls `fire` after `delayMs`; earlier for very long delays; in the next turn for non-positive ones. */
  set(delayMs: number, fire: () => void): Cancel;
}
