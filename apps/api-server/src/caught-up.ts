import type { EventEmitter } from 'node:events';

/** What is written to, and says whether the other side is behind. */
export type DrainableOutput = EventEmitter & { readonly writableNeedDrain: boolean; readonly destroyed: boolean };

/**
 * Resolves when the other side has read what was written, or is gone; at once where it is not behind. Nothing is left behind on
 * `writable`, which may be waited for without end.
 */
export async function caughtUp(writable: DrainableOutput): Promise<void> {
  if (!writable.writableNeedDrain || writable.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      writable.off('drain', done).off('close', done);
      resolve();
    };
    writable.on('drain', done).on('close', done);
  });
}
