import type { StopSignal } from './stop-signal.ts';

/** An instant on the lab's clock: milliseconds since 1970 UTC, an integer. */
export type LabTime = number;

/** Takes a timer or a subscription back. Calling it again, or after it fired, does nothing. */
export type Cancel = () => void;

/**
 * Why a timer exists: shown to people who ask what happens next, and the name of the cause of what it starts.
 * `upkeep` marks leases, probes and resyncs, which `clock advance --until-idle` and `clock step` pass over.
 * `object` says what it is for, as in `klockwork why`: `pods/default/web-1`, `nodes/node-2`.
 */
export type TimerName = { readonly name: string; readonly upkeep?: true; readonly object?: string };

/**
 * The lab's time as components see it. It never goes back.
 * Periods are kept as `next = previous deadline + period`, never `now + period` after an await, so they do not drift.
 */
export interface Clock {
  now(): LabTime;
  /** Fires once at an absolute deadline; on the next turn of the clock when that is already past. */
  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel;
  after(delayMs: number, timer: TimerName, fire: () => void): Cancel;
  /** Resolves after `delayMs` of lab time; rejects with StoppedError when `stop` comes first. */
  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void>;
}
