import { constants } from 'node:os';
import { StopSource } from '@klockwork/kernel';

type StopName = 'SIGTERM' | 'SIGINT';

/** The part of `process` that is needed here. */
export interface SignalledProcess {
  on(signal: StopName, listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Stops at the first SIGTERM or SIGINT. The same signal again ends the process at once, with the exit code a shell gives for it
 * (128 + its number). The other one does not: Ctrl-C reaches a whole process group, and the launcher's SIGTERM then follows.
 */
export function stopOnSignals(host: SignalledProcess = process): StopSource {
  const stop = new StopSource();
  const seen = new Set<StopName>();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    host.on(name, () => {
      if (seen.has(name)) host.exit(128 + constants.signals[name]);
      seen.add(name);
      stop.stop();
    });
  }
  return stop;
}
