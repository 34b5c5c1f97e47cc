import type { Cancel, Clock } from '@klockwork/kernel';

/** Calls `run` every `periodMs` of lab time, as upkeep. Deadlines are the previous deadline plus the period: they do not drift. */
export function everyPeriod(clock: Clock, periodMs: number, name: string, run: () => void): Cancel {
  let deadline = clock.now() + periodMs;
  let stopped = false;
  let cancel = clock.at(deadline, { name, upkeep: true }, fire);
  function fire(): void {
    // A clock that was wound far forward owes one call, not hundreds.
    const missed = Math.floor((clock.now() - deadline) / periodMs);
    deadline += (missed + 1) * periodMs;
    run();
    if (!stopped) cancel = clock.at(deadline, { name, upkeep: true }, fire);
  }
  return () => {
    stopped = true;
    cancel();
  };
}
