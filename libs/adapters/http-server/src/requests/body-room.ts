import type { HostTimer, Release, StopSignal } from '@klockwork/kernel';

/** Max bytes of all bodies in memory. Objects parsed from a body may take several times as much. */
export const BODIES_BYTES_MAX = 4 * 1_024 * 1_024;
/** Max bytes of a body that never waits: the buffers of a connection hold as much. */
export const SMALL_BODY_BYTES = 32 * 1_024;
/** Max number of waiting bodies. */
const WAITING_MAX = 1_000;
/** Max wait of a body in ms of host time. Models the `requestWaitLimit` of `apiserver/pkg/util/flowcontrol`: a quarter of `--request-timeout`. */
const WAIT_MS = 15_000;

/** Body that waits for room. */
interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/**
 * Room in memory for request bodies. Bodies without room stay unread on their connections, and enter in their order of arrival once
 * earlier requests are answered.
 */
export class BodyRoom {
  readonly #host: HostTimer;
  readonly #clean: (bytes: number) => void;
  readonly #waiting = new Set<Waiting>();
  #held = 0;

  /** `clean` frees the memory of an answered body. */
  constructor(host: HostTimer, clean: (bytes: number) => void) {
    this.#host = host;
    this.#clean = clean;
  }

  /** Total bytes of admitted bodies. */
  get held(): number {
    return this.#held;
  }

  /** Reserves room for a body until its release. Returns `full` after a timeout or with too many waiting bodies, `gone` after a disconnect. */
  async take(bytes: number, goneSignal: StopSignal): Promise<Release | 'full' | 'gone'> {
    if (bytes <= SMALL_BODY_BYTES) return () => {};
    if (goneSignal.stopped) return 'gone';
    if (this.#waiting.size > 0 || this.#held + bytes > BODIES_BYTES_MAX) {
      if (this.#waiting.size >= WAITING_MAX) return 'full';
      const outcome = await this.#wait(bytes, goneSignal);
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

  /** Runs in a later turn, in which nothing refers to the body. */
  #leave(bytes: number): void {
    this.#clean(bytes);
    this.#held -= bytes;
    this.#letIn();
  }

  #wait(bytes: number, goneSignal: StopSignal): Promise<'entered' | 'full' | 'gone'> {
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
      const cancelGone = goneSignal.onStop(() => end('gone'));
    });
  }

  /** Admits waiting bodies in their order of arrival. */
  #letIn(): void {
    for (const { bytes, enter } of this.#waiting) {
      if (this.#held + bytes > BODIES_BYTES_MAX) return;
      this.#held += bytes;
      enter();
    }
  }
}
