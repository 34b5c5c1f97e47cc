import type { HostTimer } from '@klockwork/kernel';

/** Maximum delay of Node's 32-bit timers; a longer one would fire at once. */
export const HOST_DELAY_MS_MAX = 2 ** 31 - 1;

/** Date.now, setTimeout and setImmediate: the only access of lab time to the event loop's timers. */
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

/** Timers for limits of idle connections: they are no work of the process, and do not prolong its life. */
export const idleTimer: HostTimer = {
  now: () => Date.now(),
  set(delayMs, fire) {
    const timeout = setTimeout(fire, Math.min(Math.ceil(delayMs), HOST_DELAY_MS_MAX)).unref();
    return () => clearTimeout(timeout);
  },
};
