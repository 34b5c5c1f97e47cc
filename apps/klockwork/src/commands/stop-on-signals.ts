import { output } from '../output/closed-pipe.ts';

/** Host time after which another signal means that the orderly end takes too long. */
const SECOND_SIGNAL_MS = 1_000;

/**
 * Stops `lab` in order at the first signal, or when the reader of the output has gone away. A later signal, when the end takes too long,
 * ends the launcher: the services follow it. Returns a function that removes the listeners.
 */
export function stopOnSignals(lab: { stop(): Promise<void> }): () => void {
  let firstAt: number | undefined;
  const onSignal = () => {
    // npm passes on the Ctrl-C that the terminal has already sent to everyone: two at once are one.
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
