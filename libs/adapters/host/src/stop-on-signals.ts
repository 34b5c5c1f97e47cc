import { constants } from 'node:os';
import { StopSource } from '@klockwork/kernel';

type StopName = 'SIGTERM' | 'SIGINT';

/** The part of `process` that is needed here. */
export interface SignalledProcess {
  on(signal: StopName, listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Stops at the first SIGTERM or SIGINT. The second one ends the process at once, with the exit code a shell gives for it (128 + its number).
 */
export function stopOnSignals(host: SignalledProcess = process): StopSource {
  const stop = new StopSource();
  let asked = false;
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    host.on(name, () => {
      if (asked) host.exit(128 + constants.signals[name]);
      asked = true;
      stop.stop();
    });
  }
  return stop;
}
