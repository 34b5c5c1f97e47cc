import type { Cancel } from '@klockwork/kernel';

/** The host's time and its one-shot timers. The only door from lab time to the event loop's timers. */
export interface HostTimer {
  /** Milliseconds since 1970 UTC. It may jump when the host's clock is set. */
  now(): number;
  /** Calls `fire` after `delayMs` or, for a very long delay, earlier; on the next turn when it is not positive. */
  set(delayMs: number, fire: () => void): Cancel;
}

/** Node's timers hold a delay in 32 bits; a longer one would fire at once. */
export const HOST_DELAY_MS_MAX = 2 ** 31 - 1;

/** Date.now, setTimeout and setImmediate. */
export const nodeTimer: HostTimer = {
  now: () => Date.now(),
  set(delayMs, fire) {
    if (delayMs <= 0) {
      const immediate = setImmediate(fire);
      return () => clearImmediate(immediate);
    }
    const timeout = setTimeout(fire, Math.min(Math.ceil(delayMs), HOST_DELAY_MS_MAX));
    return () => clearTimeout(timeout);
  },
};
