import type { Cancel, Clock, LabTime, TimerName } from '@klockwork/kernel';

/** Calls `work` at `first` and then every `periodMs` of lab time. Periods that passed while the process slept are left out. */
export function everyPeriod(
  clock: Clock,
  timer: TimerName,
  { first, periodMs }: { first: LabTime; periodMs: number },
  work: () => void,
): Cancel {
  let deadline = first;
  let cancel = clock.at(deadline, timer, tick);
  function tick(): void {
    deadline += periodMs;
    if (deadline <= clock.now()) deadline += Math.ceil((clock.now() - deadline + 1) / periodMs) * periodMs;
    cancel = clock.at(deadline, timer, tick);
    work();
  }
  return () => cancel();
}
