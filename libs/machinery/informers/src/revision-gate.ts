import type { Revision } from '@klockwork/event-store';
import { type Cancel, type Clock, StoppedError } from '@klockwork/kernel';

/** Lab time before a missing hint is read from the log, in ms. */
const HINT_PATIENCE_MS = 250;

interface Waiter {
  readonly revision: Revision;
  resolve(): void;
  reject(error: StoppedError): void;
}

/** Waits for revisions. During waits, `fetch` is called every {@link HINT_PATIENCE_MS}, because hints may be lost. */
export class RevisionGate {
  readonly #clock: Clock;
  readonly #fetch: () => void;
  #waiters: Waiter[] = [];
  #reached: Revision = 0;
  #timer: Cancel | undefined;
  #stopped = false;

  constructor(clock: Clock, fetch: () => void) {
    this.#clock = clock;
    this.#fetch = fetch;
  }

  /** Resolves all waits for `revision` or less. */
  open(revision: Revision): void {
    this.#reached = revision;
    if (this.#waiters.length === 0) return;
    const over = this.#waiters.filter((waiter) => waiter.revision <= revision);
    this.#waiters = this.#waiters.filter((waiter) => waiter.revision > revision);
    if (this.#waiters.length === 0) this.#disarm();
    for (const waiter of over) waiter.resolve();
  }

  reached(revision: Revision): Promise<void> {
    if (revision <= this.#reached) return Promise.resolve();
    if (this.#stopped) return Promise.reject(new StoppedError());
    return new Promise((resolve, reject) => {
      this.#waiters.push({ revision, resolve, reject });
      this.#arm();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#disarm();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new StoppedError());
  }

  #arm(): void {
    this.#timer ??= this.#clock.after(HINT_PATIENCE_MS, { name: 'informer-catch-up', upkeep: true }, () => {
      this.#timer = undefined;
      this.#fetch();
      this.#arm();
    });
  }

  #disarm(): void {
    this.#timer?.();
    this.#timer = undefined;
  }
}
