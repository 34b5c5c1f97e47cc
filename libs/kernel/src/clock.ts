import type { StopSignal } from './stop-signal.ts';

/** Instant of lab time: integer milliseconds since 1970 UTC. */
export type LabTime = number;

/** Cancels a timer or a subscription. No effect after the first call, or after the timer fired. */
export type Cancel = () => void;

/**
 * Purpose of a timer: shown to people, and recorded as the cause of its consequences. `upkeep` marks leases, probes and resyncs, which
 * `clock advance --until-idle` and `clock step` skip. `object` names its object, as in `klockwork why`: `pods/default/web-1`,
 * `nodes/node-2`.
 */
export type TimerName = { readonly name: string; readonly upkeep?: true; readonly object?: string };

/**
 * Lab time for components; never moves backwards. Periods use `next = previous deadline + period`, never `now + period` after an await, to
 * avoid drift.
 */
export interface Clock {
  now(): LabTime;
  /** Fires once at an absolute deadline; for a past deadline, on the next turn of the clock. */
  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel;
  after(delayMs: number, timer: TimerName, fire: () => void): Cancel;
  /** Resolves after `delayMs` of lab time; rejects with StoppedError if `stop` comes first. */
  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void>;
}
