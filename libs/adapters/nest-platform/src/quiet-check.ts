import type { Activity, Cancel, Logger } from '@klockwork/kernel';

/**
 * Resources of an idle process: connections and listeners, pending writes and closes, and watched files. Holds cover incoming messages. An
 * immediate is a turn of an Activity. Other resources (timer, file, look-up) are unheld work of this process.
 */
const KNOWN = /^(TCP|TLS|Pipe|TTY)(Socket|Server)?Wrap$|^(Simple|Libuv)?(Write|Shutdown)Wrap$|^Immediate$|^FSEventWrap$/;

/** Filters `found` (see `process.getActiveResourcesInfo`) for resources that an idle process with `timers` known timers must not have. */
export function unexpectedResources(found: readonly string[], timers: number): string[] {
  const unknown = found.filter((name) => !KNOWN.test(name));
  const timeouts = unknown.filter((name) => name === 'Timeout');
  return [...unknown.filter((name) => name !== 'Timeout'), ...timeouts.slice(timers)];
}

/**
 * Checks the resources of the process after each idle report; logs an error and calls `onWork` for unexpected ones. Lab time ignores unheld
 * work, so its instant would vary between runs.
 */
export function watchQuiet(options: {
  readonly activity: Activity;
  readonly logger: Logger;
  /** Returns the number of known host timers; undefined if unknown, such as during reconnection. */
  readonly knownTimers: () => number | undefined;
  readonly onWork: () => void;
}): Cancel {
  const { activity, logger, knownTimers, onWork } = options;
  return activity.onIdle(() => {
    const timers = knownTimers();
    if (timers === undefined) return;
    const unexpected = unexpectedResources(process.getActiveResourcesInfo(), timers);
    if (unexpected.length === 0) return;
    logger.error({ unexpected: unexpected.join(', ') }, 'this process says that it rests, and works');
    onWork();
  });
}
