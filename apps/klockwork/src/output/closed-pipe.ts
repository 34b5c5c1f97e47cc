import { EventEmitter } from 'node:events';

/**
 * Emits `closed` when the reader of this process's output is gone. No signal: with a SIGPIPE listener the system would deliver that signal
 * for every broken connection, too.
 */
export const output = new EventEmitter<{ closed: [] }>();

/**
 * Calls `end` when the reader of one of `streams` has gone away, as `head` does once it has its lines: Node.js reports that as an
 * error of the stream, where other programs get SIGPIPE. Any other error of a stream is thrown.
 */
export function onClosedPipe(streams: readonly EventEmitter[], end: () => void): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      end();
    });
  }
}
