import { type Cancel, type Clock, nextWhole } from '@klockwork/kernel';

/** Interval of retention runs, in ms of lab time. */
const PERIOD_MS = 5 * 60_000;
const TIMER = { name: 'log-retention', upkeep: true } as const;

/** Calls `retain` at the next whole period, and then at the next one after each event: a silent log sets no timer. */
export function retainAfterCommits(clock: Clock, journal: { onCommitted(listener: () => void): Cancel }, retain: () => void): Cancel {
  let cancelTimer: Cancel | undefined;
  const arm = () => {
    cancelTimer ??= clock.at(nextWhole(PERIOD_MS, clock.now()), TIMER, () => {
      cancelTimer = undefined;
      retain();
    });
  };
  arm();
  const stopListening = journal.onCommitted(arm);
  return () => {
    stopListening();
    cancelTimer?.();
  };
}
