import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';

/**
 * The first whole multiple of `periodMs` after `after`: with 10,000 the next instant of :00, :10, :20 … Upkeep whose instant nobody
 * prescribes happens at such instants, all of it at the same ones, because each instant at which a timer is due costs a jump of the
 * whole cluster.
 */
export function nextWhole(periodMs: number, after: LabTime): LabTime {
  return (Math.floor(after / periodMs) + 1) * periodMs;
}

/** The first whole multiple of `periodMs` that is not before `at`. */
export function wholeFrom(periodMs: number, at: LabTime): LabTime {
  return Math.ceil(at / periodMs) * periodMs;
}

/**
 * Calls `work` at each whole multiple of `periodMs` from now on. A clock that was wound far forward owes one call, not hundreds.
 */
export function everyWhole(clock: Clock, periodMs: number, timer: TimerName, work: () => void): Cancel {
  let cancel = clock.at(nextWhole(periodMs, clock.now()), timer, tick);
  function tick(): void {
    // Set first: whoever stops the work from within takes this one back.
    cancel = clock.at(nextWhole(periodMs, clock.now()), timer, tick);
    work();
  }
  return () => cancel();
}
