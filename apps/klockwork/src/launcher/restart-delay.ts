const DELAY_MS_MIN = 50;
const DELAY_MS_MAX = 5_000;
/** A service that ran this long had started well. */
const STEADY_MS = 10_000;

/** Restart delay of a service: short after a kill or a long run, growing with repeated ends. */
export class RestartDelay {
  #nextMs = DELAY_MS_MIN;

  /** Returns the delay in ms of host time. `killed`: ended by a foreign SIGKILL, without fault of the service. */
  after({ killed, ranMs }: { killed: boolean; ranMs: number }): number {
    if (killed || ranMs > STEADY_MS) this.#nextMs = DELAY_MS_MIN;
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, DELAY_MS_MAX);
    return delayMs;
  }
}
