import type { EventEmitter } from 'node:events';

/** Writable side of a connection, with its back-pressure. */
export type DrainableOutput = EventEmitter & { readonly writableNeedDrain: boolean; readonly destroyed: boolean };

/**
 * Resolves once the other side has read all written bytes, or is gone; at once if nothing waits. Removes its listeners, because callers
 * may wait for the same `writable` any number of times.
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

/** Returns a promise of `caughtUp` while the other side is slow, otherwise undefined. */
export function pendingDrain(writable: DrainableOutput): Promise<void> | undefined {
  return writable.writableNeedDrain ? caughtUp(writable) : undefined;
}
