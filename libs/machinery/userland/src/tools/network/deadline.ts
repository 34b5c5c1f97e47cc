import { StopSource } from '@klockwork/kernel';
import type { Process } from '../../process.ts';

/** Time limit exceeded. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  constructor() {
    super('deadline exceeded');
  }
}

/**
 * Runs work with a time limit. At the limit, stops `stop` (pending operations must end) and rejects with DeadlineError. `stop` also fires
 * when the process ends during the work, never afterwards.
 */
export function within<T>(process: Process, limitMs: number, work: (stop: StopSource) => Promise<T>): Promise<T> {
  const stop = new StopSource();
  return new Promise((resolve, reject) => {
    const expire = () => {
      reject(new DeadlineError());
      stop.stop();
    };
    const isLimited = limitMs !== Number.POSITIVE_INFINITY;
    const cancel = isLimited ? process.machine.clock.after(limitMs, { name: 'container-timeout' }, expire) : () => {};
    const release = process.killed.onStop(() => {
      cancel();
      stop.stop();
    });
    work(stop)
      .then(resolve, reject)
      .finally(() => {
        cancel();
        release();
      });
  });
}
