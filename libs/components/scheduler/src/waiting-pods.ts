import type { LabTime } from '@klockwork/kernel';

const BACK_OFF_MS_MIN = 1_000;
const BACK_OFF_MS_MAX = 10_000;
/** A back-off is over when the window of lab time in which it ends begins: upstream's `backoffQOrderingWindowDuration`. */
const WINDOW_MS = 1_000;

/** Pods that fit nowhere at their last try, and when each may be tried again. Models the scheduling queue's unschedulable pods and back-off. */
export class WaitingPods {
  readonly #tries = new Map<string, { count: number; notBefore: LabTime }>();

  /** Notes that `key` fitted nowhere at `now`. */
  refused(key: string, now: LabTime): void {
    const count = (this.#tries.get(key)?.count ?? 0) + 1;
    const backOffMs = Math.min(BACK_OFF_MS_MIN * 2 ** (count - 1), BACK_OFF_MS_MAX);
    const notBefore = Math.floor((now + backOffMs) / WINDOW_MS) * WINDOW_MS;
    this.#tries.set(key, { count, notBefore });
  }

  /** When `key` may be tried again; at once when it never was refused. */
  notBefore(key: string): LabTime {
    return this.#tries.get(key)?.notBefore ?? 0;
  }

  forget(key: string): void {
    this.#tries.delete(key);
  }

  /** All that wait: a change of the cluster may let them in. */
  keys(): readonly string[] {
    return [...this.#tries.keys()];
  }
}
