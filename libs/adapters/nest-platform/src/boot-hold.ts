import type { Activity, HostTimer, Logger, Release } from '@klockwork/kernel';

/** Maximum boot hold, in ms of host time. */
const BOOT_HOST_MS_MAX = 5_000;

/**
 * Holds lab time from process start until the component works: 150 ms of host time would be minutes of lab time in lockstep. The hold ends
 * after 5 s, because a component may wait for another by the lab's clock.
 */
export function bootHold({ activity, host, logger }: { activity: Activity; host: HostTimer; logger: Logger }): Release {
  const release = activity.hold('boot');
  const cancel = host.set(BOOT_HOST_MS_MAX, () => {
    logger.warn({ hostMs: BOOT_HOST_MS_MAX }, 'not started yet, the lab no longer waits');
    release();
  });
  return () => {
    cancel();
    release();
  };
}
