import type { Activity, Cancel, Logger } from '@klockwork/kernel';

/**
 * Resources of an idle process: connections and listeners, pending writes and closes, and watched files. Holds cover incoming messages. An
 * immediate is a turn of an Activity. Other resources (timer, file, look-up) are unheld work of this process.
 */
const KNOWN = /^(TCP|TLS|Pipe|TTY)(Socket|Server)?Wrap$|^(Simple|Libuv)?(Write|Shutdown)Wrap$|^Immediate$|^FSEventWrap$/;

/** Those of `found` (see `process.getActiveResourcesInfo`) that no process at rest has, when `timers` of its timers are known. */
export function unexpectedResources(found: readonly string[], timers: number): string[] {
  const unknown = found.filter((name) => !KNOWN.test(name));
  const timeouts = unknown.filter((name) => name === 'Timeout');
  return [...unknown.filter((name) => name !== 'Timeout'), ...timeouts.slice(timers)];
}

/**
 * Looks, each time the process has come to rest, whether it has; calls `onWork` after an error in the log when it has not. A process that
 * works unheld is passed over by the lab's clock: its work comes at another instant in each run.
 */
export function watchQuiet(options: {
  readonly activity: Activity;
  readonly logger: Logger;
  /** How many host timers are known just now; undefined when nothing can be said, such as while the connection is made anew. */
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
