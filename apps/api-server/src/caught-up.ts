import type { EventEmitter } from 'node:events';

/** Resolves when the other side has read what was written, or is gone. Nothing is left behind on `writable`, which may be waited for without end. */
export function caughtUp(writable: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      writable.off('drain', done).off('close', done);
      resolve();
    };
    writable.on('drain', done).on('close', done);
  });
}
