import { constants } from 'node:os';
import { StopSource } from '@klockwork/kernel';

type StopName = 'SIGTERM' | 'SIGINT';

/** Required part of `process`. */
export interface SignalledProcess {
  on(signal: StopName, listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Stops at the first SIGTERM or SIGINT. A repetition of the same signal exits at once, with the shell's code (128 + number). The other
 * signal does not: Ctrl-C reaches the whole process group, and the launcher's SIGTERM follows.
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
