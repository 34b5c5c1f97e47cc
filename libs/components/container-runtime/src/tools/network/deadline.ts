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
 * DeadlineError. What the work opened with `stop` as its owner stays open until the process ends when it is in time.
 */
export async function within<T>(process: Process, limitMs: number, work: (stop: StopSource) => Promise<T>): Promise<T> {
  const stop = StopSource.under(process.killed);
  if (limitMs === Number.POSITIVE_INFINITY) return work(stop);
  return new Promise((resolve, reject) => {
    const cancel = process.machine.clock.after(limitMs, { name: 'container-timeout' }, () => {
      reject(new DeadlineError());
      stop.stop();
    });
    process.killed.onStop(cancel);
    work(stop).then(resolve, reject).finally(cancel);
  });
}
