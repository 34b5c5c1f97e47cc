import type { Activity, Cancel, Logger } from '@klockwork/kernel';

/**
 * What Node.js may be waiting for in a process at rest: other processes, over connections and listeners, some just being written or
 * closed, and for changes of files that it watches. What they send is held when it comes. An immediate is the turn of an Activity. Anything else (a timer, a file, a look-up)
 * is work of this process that nobody holds.
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
