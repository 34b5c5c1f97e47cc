import { StopSource } from '@klockwork/kernel';
import type { Process } from '../../process.ts';

/** Work took longer than it may. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  constructor() {
    super('deadline exceeded');
  }
}

/**
 * Runs work that may take `limitMs`; then its `stop` is stopped, which has to let go of what it waits for, and this rejects with
 * DeadlineError. `stop` is also stopped when the process ends meanwhile; once the work is done, nobody stops it any more.
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
