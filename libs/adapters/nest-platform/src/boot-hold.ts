import type { Activity, HostTimer, Logger, Release } from '@klockwork/kernel';

/** How long the start of a component may keep the lab's time waiting, in milliseconds of the host's time. */
const BOOT_HOST_MS_MAX = 5_000;

/**
 * Holds from the start of a process until its component works: 150 ms of start would be minutes of the lab in lockstep. A component
 * that waits for another one, by the lab's clock, would wait for ever on a clock that waits for it; so after 5 s the hold ends alone.
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
