import type { Activity, Cancel, HostTimer } from '@klockwork/kernel';

/** Interval between requests without an answer, in ms of host time: request or answer may be lost. */
const REQUEST_AGAIN_MS = 100;

/**
 * Time without any answer until the gate opens, in ms of host time. Without a coordinator time stands still, so admission splits no
 * instant.
 */
const ALONE_MS = 1_000;

/**
 * Gate for outside work of one process. Lockstep closes the gate; the coordinator then admits waiting work when no jump is in flight. A single
 * request serves all waiting work.
 */
export class Gate {
  readonly #activity: Activity;
  readonly #host: HostTimer;
  readonly #onRequest: () => void;
  readonly #onAlone: () => void;
  #closed = false;
  /** Host time of the first unanswered request. */
  #requestedAt: number | undefined;
  #cancelAgain: Cancel = () => {};

  /** `onRequest`: work waits for admission. `onAlone`: the coordinator did not answer, and the gate opened. */
  constructor(options: {
    readonly activity: Activity;
    readonly host: HostTimer;
    readonly onRequest: () => void;
    readonly onAlone: () => void;
  }) {
    this.#activity = options.activity;
    this.#host = options.host;
    this.#onRequest = options.onRequest;
    this.#onAlone = options.onAlone;
    this.#activity.onWaiting(() => this.#onWaiting());
  }

  close(): void {
    if (!this.#closed) this.#activity.gate(false);
    this.#closed = true;
  }

  open(): void {
    this.#answered();
    if (this.#closed) this.#activity.gate(true);
    this.#closed = false;
  }

  /** Admits all waiting work, which takes its holds before this returns. */
  admitWaiting(): void {
    this.open();
    this.close();
  }

  #onWaiting(): void {
    if (this.#requestedAt !== undefined) return;
    this.#requestedAt = this.#host.now();
    this.#request();
  }

  #request(): void {
    this.#onRequest();
    this.#cancelAgain = this.#host.set(REQUEST_AGAIN_MS, () => this.#look());
  }

  #look(): void {
    if (this.#requestedAt === undefined) return;
    if (this.#host.now() - this.#requestedAt < ALONE_MS) this.#request();
    else {
      this.open();
      this.#onAlone();
    }
  }

  #answered(): void {
    this.#cancelAgain();
    this.#requestedAt = undefined;
  }
}
