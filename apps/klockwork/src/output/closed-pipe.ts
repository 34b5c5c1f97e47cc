import { EventEmitter } from 'node:events';

/**
 * Emits `closed` when the reader of the output of this process has gone away. It is no signal: a listener for SIGPIPE would have the system
 * deliver that signal for each connection that breaks while the process writes to it.
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
