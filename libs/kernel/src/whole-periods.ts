import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';

/**
 * Returns the first whole multiple of `periodMs` after `after`: for 10,000 the next instant of :00, :10, :20 … Upkeep with free choice of
 * its instant uses these common instants, because each instant with a due timer costs a jump of the whole cluster.
 */
export function nextWhole(periodMs: number, after: LabTime): LabTime {
  return (Math.floor(after / periodMs) + 1) * periodMs;
}

/** Returns the first whole multiple of `periodMs` at or after `at`. */
export function wholeFrom(periodMs: number, at: LabTime): LabTime {
  return Math.ceil(at / periodMs) * periodMs;
}

/** Calls `work` at each whole multiple of `periodMs`. After a long advance of the clock, a single call follows. */
export function everyWhole(clock: Clock, periodMs: number, timer: TimerName, work: () => void): Cancel {
  let cancel = clock.at(nextWhole(periodMs, clock.now()), timer, tick);
  function tick(): void {
    // Set before `work`, which may cancel it.
    cancel = clock.at(nextWhole(periodMs, clock.now()), timer, tick);
    work();
  }
  return () => cancel();
}
