import { type Cancel, type Clock, type Logger, logFailure, messageOf, StoppedError } from '@klockwork/kernel';
import type { RecordAction } from '@klockwork/pod-lifecycle';
import type { Pod } from 'kubernetes-types/core/v1';

/** Parts that handle the failures of one pod. */
export interface PodFailuresParts {
  readonly clock: Clock;
  readonly logger: Logger;
  pod(): Pod;
  record(event: RecordAction): void;
}

/** A failed step is done again after this, doubled each time. Models `backOffPeriod` of pkg/kubelet/kubelet.go, which is not doubled. */
const BACK_OFF_MS_MIN = 10_000;
const BACK_OFF_MS_MAX = 300_000;

/** Purpose of a failed step, in upstream's words. */
type Purpose = 'sync' | 'kill';
const WORDS: Readonly<Record<Purpose, { readonly reason: string; readonly prefix: string }>> = {
  sync: { reason: 'FailedSync', prefix: 'error determining status' },
  kill: { reason: 'FailedKillPod', prefix: 'error killing pod' },
};

/**
 * Keeps failures of ours to the pod that they happen on: each is logged and recorded as an event of the pod, and the step is done again
 * with back-off. Models what `podWorkerLoop` of pkg/kubelet/pod_workers.go does with an error.
 */
export class PodFailures {
  readonly #parts: PodFailuresParts;
  readonly #retries = new Set<Cancel>();
  #stopped = false;

  constructor(parts: PodFailuresParts) {
    this.#parts = parts;
  }

  /** Does a step, and again until it succeeds. */
  attempt(step: () => void, failures = 0): void {
    try {
      step();
    } catch (error) {
      this.#failed(error, 'sync', failures, (count) => this.attempt(step, count));
    }
  }

  /** Does a step that takes time, and again until it succeeds or is stopped. */
  async carryOut(step: () => Promise<void>, purpose: Purpose, failures = 0): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof StoppedError)) this.#failed(error, purpose, failures, (count) => void this.carryOut(step, purpose, count));
    }
  }

  /** Nothing is done again. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#retries) cancel();
    this.#retries.clear();
  }

  #failed(error: unknown, purpose: Purpose, failures: number, again: (failures: number) => void): void {
    const { clock, logger, pod, record } = this.#parts;
    const { namespace, name } = pod().metadata ?? {};
    logFailure(logger, { pod: `${namespace}/${name}` }, error);
    if (this.#stopped) return;
    const { reason, prefix } = WORDS[purpose];
    record({ do: 'record', type: 'Warning', reason, message: `${prefix}: ${messageOf(error)}` });
    const delayMs = Math.min(BACK_OFF_MS_MIN * 2 ** failures, BACK_OFF_MS_MAX);
    const cancel = clock.after(delayMs, { name: 'pod-sync-back-off' }, () => {
      this.#retries.delete(cancel);
      again(failures + 1);
    });
    this.#retries.add(cancel);
  }
}
