import type { HostTimer, Release } from '@klockwork/kernel';

/** Max host time in ms for which lab time waits for an answer. */
const HOLD_MS_MAX = 2_000;

/**
 * Bounds the hold of a request, as the bus does: the answer may need lab time, for example that of a webhook in a pod. Time passes after 2 s
 * of host time; the request itself goes on.
 */
export function boundedHold(release: Release, host: HostTimer): Release {
  const cancel = host.set(HOLD_MS_MAX, release);
  return () => {
    cancel();
    release();
  };
}
