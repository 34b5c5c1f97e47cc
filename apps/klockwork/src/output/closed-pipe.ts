import { EventEmitter } from 'node:events';

/**
 * Emits `closed` when the reader of this process's output is gone. No signal: with a SIGPIPE listener the system would deliver that signal
 * for every broken connection, too.
 */
export const output = new EventEmitter<{ closed: [] }>();

/**
 * Calls `end` after the reader of a stream closed it, as `head` does. Node.js reports this as a stream error instead of SIGPIPE. Throws
 * other stream errors.
 */
export function onClosedPipe(streams: readonly EventEmitter[], end: () => void): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      end();
    });
  }
}
