import { type Cancel, type Clock, type Logger, logFailure, messageOf, StoppedError } from '@klockwork/kernel';
import type { WorkerPod } from './worker-pod.ts';

export interface PodFailuresParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** First retry delay in ms, doubled each time. Models `backOffPeriod` of pkg/kubelet/kubelet.go, which stays constant. */
const BACK_OFF_MS_MIN = 10_000;
const BACK_OFF_MS_MAX = 300_000;

/** Purpose of a failed step, in upstream's words. */
type Purpose = 'sync' | 'kill';
const WORDS: Readonly<Record<Purpose, { readonly reason: string; readonly prefix: string }>> = {
  sync: { reason: 'FailedSync', prefix: 'error determining status' },
  kill: { reason: 'FailedKillPod', prefix: 'error killing pod' },
};

/**
 * Contains failures of our own code to their pod: each is logged and recorded as an event, and the step is retried with back-off. Models
 * the error handling in `podWorkerLoop` of pkg/kubelet/pod_workers.go.
 */
export class PodFailures {
  readonly #parts: PodFailuresParts;
  readonly #pod: WorkerPod;
  readonly #retries = new Set<Cancel>();
  #stopped = false;

  constructor(parts: PodFailuresParts, pod: WorkerPod) {
    this.#parts = parts;
    this.#pod = pod;
  }

  /** Executes a step, with retries until success. */
  attempt(step: () => void, failures = 0): void {
    try {
      step();
    } catch (error) {
      this.#failed(error, 'sync', failures, (count) => this.attempt(step, count));
    }
  }

  /** Executes an asynchronous step, with retries until success or stop. */
  async carryOut(step: () => Promise<void>, purpose: Purpose, failures = 0): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof StoppedError)) this.#failed(error, purpose, failures, (count) => void this.carryOut(step, purpose, count));
    }
  }

  /** Cancels all retries. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#retries) cancel();
    this.#retries.clear();
  }

  #failed(error: unknown, purpose: Purpose, failures: number, again: (failures: number) => void): void {
    const { clock, logger } = this.#parts;
    const { namespace, name } = this.#pod.apiPod.metadata ?? {};
    logFailure(logger, { pod: `${namespace}/${name}` }, error);
    if (this.#stopped) return;
    const { reason, prefix } = WORDS[purpose];
    this.#pod.record({ type: 'record', eventType: 'Warning', reason, message: `${prefix}: ${messageOf(error)}` });
    const delayMs = Math.min(BACK_OFF_MS_MIN * 2 ** failures, BACK_OFF_MS_MAX);
    const cancel = clock.after(delayMs, { name: 'pod-sync-back-off' }, () => {
      this.#retries.delete(cancel);
      again(failures + 1);
    });
    this.#retries.add(cancel);
  }
}
