import type { Worker } from 'node:worker_threads';
import type { CopyReport } from './damaged-copies.ts';

/** First message of a thread, after its logs exist. */
export const READY = 'ready';

/** Report on a copy, or on one without progress. */
export type ThreadReport = CopyReport | { readonly number: number; readonly type: 'hangs'; readonly damage: string };

export interface ThreadWatch {
  /** Number of the first copy. */
  readonly from: number;
  /** Max time of one copy, ms. */
  readonly hangMs: number;
  readonly onReport: (report: ThreadReport) => void;
}

/**
 * Resolves with the number of the first unprocessed copy. A copy that hangs is reported, and its thread ends. Creating logs does not
 * count: on a busy machine the start of a thread takes longer than a copy may.
 */
export function watchThread(worker: Worker, { from, hangMs, onReport }: ThreadWatch): Promise<number> {
  return new Promise((resolve, reject) => {
    let at = from;
    let guard: NodeJS.Timeout | undefined;
    const onHang = () => {
      onReport({ number: at, type: 'hangs', damage: `no result within ${hangMs / 1_000} s` });
      at += 1;
      void worker.terminate();
    };
    worker.on('message', (message: typeof READY | CopyReport) => {
      clearTimeout(guard);
      guard = setTimeout(onHang, hangMs);
      if (message === READY) return;
      onReport(message);
      at = message.number + 1;
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(guard);
      resolve(at);
    });
  });
}
