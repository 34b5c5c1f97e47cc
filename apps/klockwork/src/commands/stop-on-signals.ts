import { output } from '../output/closed-pipe.ts';

/** Host time after which another signal means that the orderly end takes too long. */
const SECOND_SIGNAL_MS = 1_000;

/**
 * Stops `lab` in order at the first signal, or at the end of the output's reader. A later signal ends a slow launcher, and services follow.
 * Returns a function that removes the listeners.
 */
export function stopOnSignals(lab: { stop(): Promise<void> }): () => void {
  let firstAt: number | undefined;
  const onSignal = () => {
    // npm repeats the Ctrl-C of the terminal: two simultaneous signals count once.
    if (firstAt !== undefined && Date.now() - firstAt > SECOND_SIGNAL_MS) process.exit(130);
    if (firstAt !== undefined) return;
    firstAt = Date.now();
    if (process.stderr.isTTY) console.error('\nklockwork: stopping (the log is kept; Ctrl-C again to give up waiting)');
    void lab.stop();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  output.on('closed', onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    output.off('closed', onSignal);
  };
}
