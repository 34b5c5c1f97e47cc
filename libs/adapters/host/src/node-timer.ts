import type { HostTimer } from '@klockwork/kernel';

/** Node's timers hold a delay in 32 bits; a longer one would fire at once. */
export const HOST_DELAY_MS_MAX = 2 ** 31 - 1;

/** Date.now, setTimeout and setImmediate: the only door from lab time to the event loop's timers. */
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
