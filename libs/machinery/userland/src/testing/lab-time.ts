import type { ManualClock } from '@klockwork/kernel';

/** More continuations than any one step of a simulated program needs. */
const SETTLE_ROUNDS = 200;

/** Runs pending microtasks until only timers and I/O are left. */
export async function settle(): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round++) await Promise.resolve();
}

/** Moves `clock` forward deadline by deadline, letting what each timer set off run before the next. */
export async function advance(clock: ManualClock, ms: number): Promise<void> {
  const end = clock.now() + ms;
  await settle();
  for (let next = clock.nextDeadline().at; next !== null && next <= end; next = clock.nextDeadline().at) {
    clock.advanceTo(Math.max(next, clock.now()));
    await settle();
  }
  clock.advanceTo(end);
  await settle();
}
