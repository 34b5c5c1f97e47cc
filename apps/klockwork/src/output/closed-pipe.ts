import { EventEmitter } from 'node:events';

/**
 * Emits `closed` when the reader of this process's output is gone. No signal: with a SIGPIPE listener the system would deliver that signal
 * for every broken connection, too.
 */
export const output = new EventEmitter<{ closed: [] }>();

/** Codes of a full or broken disk under the output. */
const DISK_FAILURES: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);

/** Reactions to an output that takes no more. */
export interface OutputEnds {
  /** Handles a reader that is gone. */
  closed(): void;
  /** Handles the first failure of the disk; `code`: such as ENOSPC. */
  failed(code: string): void;
}

/**
 * Calls `closed` after the reader of a stream closed it, as `head` does, and `failed` once if its file cannot grow. Node.js reports the
 * first as a stream error instead of SIGPIPE. Throws other stream errors.
 */
export function onOutputEnd(streams: readonly EventEmitter[], { closed, failed }: OutputEnds): void {
  let hasFailed = false;
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') closed();
      else if (!DISK_FAILURES.has(error.code)) throw error;
      else if (!hasFailed) {
        hasFailed = true;
        failed(error.code ?? '');
      }
    });
  }
}
