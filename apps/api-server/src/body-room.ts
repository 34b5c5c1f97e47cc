import type { HostTimer, Release, StopSignal } from '@klockwork/kernel';

/** Bytes of bodies that are held at a time. What is made of a body while it is answered may be several times as much. */
export const BODIES_BYTES_MAX = 4 * 1_024 * 1_024;
/** Bodies up to this never wait: as much is in the buffers of a connection anyway. */
export const SMALL_BODY_BYTES = 32 * 1_024;
/** Bodies that wait at a time. */
const WAITING_MAX = 1_000;
/** How long a body waits, in ms of the host's time. Models the `requestWaitLimit` of `apiserver/pkg/util/flowcontrol`: a quarter of `--request-timeout`. */
const WAIT_MS = 15_000;

/** A body that waits for room. */
interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/**
 * Room in memory for the bodies of requests. A body that has none is not read from its connection; it has its turn when those before it
 * are answered.
 */
export class BodyRoom {
  readonly #host: HostTimer;
  readonly #clean: () => void;
  readonly #waiting = new Set<Waiting>();
  #held = 0;

  /** `clean` frees the memory of bodies that were answered. */
  constructor(host: HostTimer, clean: () => void) {
    this.#host = host;
    this.#clean = clean;
  }

  /** Bytes of bodies that have room. */
  get held(): number {
    return this.#held;
  }

  /** Takes room for a body of so many bytes until it is released. `full`: there was none in time, or too many wait. `gone`: the client did not wait. */
  async take(bytes: number, gone: StopSignal): Promise<Release | 'full' | 'gone'> {
    if (bytes <= SMALL_BODY_BYTES) return () => {};
    if (gone.stopped) return 'gone';
    if (this.#waiting.size > 0 || this.#held + bytes > BODIES_BYTES_MAX) {
      if (this.#waiting.size >= WAITING_MAX) return 'full';
      const outcome = await this.#wait(bytes, gone);
      if (outcome !== 'entered') return outcome;
    } else this.#held += bytes;
    return this.#releaseOf(bytes);
  }

  #releaseOf(bytes: number): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#host.set(0, () => this.#leave(bytes));
    };
  }

  /** In a turn in which nothing is left of the body but its memory. */
  #leave(bytes: number): void {
    this.#clean();
    this.#held -= bytes;
    this.#letIn();
  }

  #wait(bytes: number, gone: StopSignal): Promise<'entered' | 'full' | 'gone'> {
    return new Promise((resolve) => {
      const end = (outcome: 'entered' | 'full' | 'gone') => {
        this.#waiting.delete(waiting);
        cancelTimer();
        cancelGone();
        resolve(outcome);
        if (outcome !== 'entered') this.#letIn();
      };
      const waiting = { bytes, enter: () => end('entered') };
      this.#waiting.add(waiting);
      const cancelTimer = this.#host.set(WAIT_MS, () => end('full'));
      const cancelGone = gone.onStop(() => end('gone'));
    });
  }

  /** In the order in which they came. */
  #letIn(): void {
    for (const { bytes, enter } of this.#waiting) {
      if (this.#held + bytes > BODIES_BYTES_MAX) return;
      this.#held += bytes;
      enter();
    }
  }
}
