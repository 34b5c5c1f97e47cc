const DELAY_MS_MIN = 50;
const DELAY_MS_MAX = 5_000;
/** A service that ran this long had started well. */
const STEADY_MS = 10_000;

/** How long a service waits before it is started again: soon after it was killed or had run well, ever longer while it ends by itself. */
export class RestartDelay {
  #nextMs = DELAY_MS_MIN;

  /** Host ms to wait after an end. `killed`: by someone else, with SIGKILL, which is no fault of the service. */
  after({ killed, ranMs }: { killed: boolean; ranMs: number }): number {
    if (killed || ranMs > STEADY_MS) this.#nextMs = DELAY_MS_MIN;
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, DELAY_MS_MAX);
    return delayMs;
  }
}
